/**
 * Training on pictures: reading, augmentation, image classification.
 * The loop that runs the steps is in {@code training}; decoding and resizing are in model-library, because serving does the same.
 */
@NullMarked
package dev.modelyard.trainer.algorithm.vision;

import org.jspecify.annotations.NullMarked;
