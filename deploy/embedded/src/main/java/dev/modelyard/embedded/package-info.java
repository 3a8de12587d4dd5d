/**
 * A real PostgreSQL and a real Kafka broker from Maven artifacts, bound to the loopback address.
 * Knows nothing of the platform: no schema, no topic name, no framework.
 */
@NullMarked
package dev.modelyard.embedded;

import org.jspecify.annotations.NullMarked;
