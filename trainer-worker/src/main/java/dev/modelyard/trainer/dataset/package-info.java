/**
 * Dataset versions: importing content into one, dividing one anew, and reading one for training.
 * Knows no network and no algorithm.
 */
@NullMarked
package dev.modelyard.trainer.dataset;

import org.jspecify.annotations.NullMarked;
