/**
 * Listens to what api-service tells about runs in progress: stop, or lost.
 * Only interrupts; how a run ends is the run's.
 */
@NullMarked
package dev.modelyard.trainer.control;

import org.jspecify.annotations.NullMarked;
