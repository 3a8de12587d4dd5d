/**
 * Takes dispatches from Kafka, one at a time and only while a slot is free, and says what the slots are busy with.
 * Nothing here knows what a job does.
 */
@NullMarked
package dev.modelyard.trainer.intake;

import org.jspecify.annotations.NullMarked;
