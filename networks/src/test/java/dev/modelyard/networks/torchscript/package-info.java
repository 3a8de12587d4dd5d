/** Tests of the TorchScript rendering, against libtorch itself. */
@NullMarked
package dev.modelyard.networks.torchscript;

import org.jspecify.annotations.NullMarked;
