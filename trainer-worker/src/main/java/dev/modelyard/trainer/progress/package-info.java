/**
 * Brings what runs say to Kafka: in order, never holding a run up, terminal events kept on disk until the broker has them.
 * Nothing here knows what a job does.
 */
@NullMarked
package dev.modelyard.trainer.progress;

import org.jspecify.annotations.NullMarked;
