/** Measures calls of a model inside the process that serves it, without HTTP. Nothing else depends on it. */
@NullMarked
package dev.modelyard.inference.benchmark;

import org.jspecify.annotations.NullMarked;
