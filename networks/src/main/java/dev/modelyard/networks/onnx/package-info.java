/**
 * Renders a network as ONNX for serving. What only training needs is gone: dropout, and batch norm where a layer can take
 * it in.
 */
@NullMarked
package dev.modelyard.networks.onnx;

import org.jspecify.annotations.NullMarked;
