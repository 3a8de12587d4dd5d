/**
 * What a network has learnt: tensors by name, and the seeded ones it begins with, the same on every machine.
 * No file formats and no arithmetic beyond that.
 */
@NullMarked
package dev.modelyard.networks.weights;

import org.jspecify.annotations.NullMarked;
