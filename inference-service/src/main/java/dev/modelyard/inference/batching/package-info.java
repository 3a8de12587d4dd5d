/**
 * Queues in front of loaded models, and the bounded platform threads that run them.
 * Knows no HTTP, no caller and no Kafka.
 */
@NullMarked
package dev.modelyard.inference.batching;

import org.jspecify.annotations.NullMarked;
