/** Tests of the ONNX rendering, against ONNX Runtime and libtorch. */
@NullMarked
package dev.modelyard.networks.onnx;

import org.jspecify.annotations.NullMarked;
