/** Measures training on this machine and prints tables in Markdown. Nothing else depends on it. */
@NullMarked
package dev.modelyard.trainer.benchmark;

import org.jspecify.annotations.NullMarked;
