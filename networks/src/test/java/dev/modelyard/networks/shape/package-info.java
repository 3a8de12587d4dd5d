/** Tests of shapes and costs. */
@NullMarked
package dev.modelyard.networks.shape;

import org.jspecify.annotations.NullMarked;
