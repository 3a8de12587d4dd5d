/**
 * Reads and writes safetensors files (huggingface.co/docs/safetensors): a JSON header and raw little-endian tensors.
 * A file is data from outside; nothing about it is believed before it is checked.
 */
@NullMarked
package dev.modelyard.networks.safetensors;

import org.jspecify.annotations.NullMarked;
