/**
 * Renders a network as a TorchScript archive that libtorch trains and runs, and Python loads with torch.jit.load.
 * Writes only: archives are never read back here, since what they hold is code.
 */
@NullMarked
package dev.modelyard.networks.torchscript;

import org.jspecify.annotations.NullMarked;
