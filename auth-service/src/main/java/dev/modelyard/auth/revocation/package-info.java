/**
 * Revocations on their way to everybody: an outbox, and the publisher that empties it into Kafka.
 * Knows neither clients nor keys, only what is told to be dead.
 */
@NullMarked
package dev.modelyard.auth.revocation;

import org.jspecify.annotations.NullMarked;
