/**
 * Started models: what shall be served, said over Kafka, and what the replicas answer. Predictions pass by elsewhere; here
 * is only who could answer them.
 */
@NullMarked
package dev.modelyard.api.deployment;

import org.jspecify.annotations.NullMarked;
