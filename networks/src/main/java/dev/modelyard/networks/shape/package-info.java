/**
 * What a network's tensors measure for given input sizes, and what running and training it costs.
 * Nothing here looks at weights.
 */
@NullMarked
package dev.modelyard.networks.shape;

import org.jspecify.annotations.NullMarked;
