/** Tests of presets. */
@NullMarked
package dev.modelyard.networks.preset;

import org.jspecify.annotations.NullMarked;
