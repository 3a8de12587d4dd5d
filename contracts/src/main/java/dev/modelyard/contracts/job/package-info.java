/** What is said about jobs over Kafka: specifications, dispatches, events, control. No database or transport code. */
@NullMarked
package dev.modelyard.contracts.job;

import org.jspecify.annotations.NullMarked;
