/**
 * The Open Inference Protocol, version 2, over HTTP ({@code /v2}): models described and asked as tensors, with the binary extension.
 * Computes nothing itself; see docs/api.md for how samples and predictions are tensors here.
 */
@NullMarked
package dev.modelyard.inference.protocol;

import org.jspecify.annotations.NullMarked;
