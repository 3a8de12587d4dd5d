/** Tests of safetensors files, sound and hostile. */
@NullMarked
package dev.modelyard.networks.safetensors;

import org.jspecify.annotations.NullMarked;
