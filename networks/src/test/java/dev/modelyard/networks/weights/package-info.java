/** Tests of initial weights. */
@NullMarked
package dev.modelyard.networks.weights;

import org.jspecify.annotations.NullMarked;
