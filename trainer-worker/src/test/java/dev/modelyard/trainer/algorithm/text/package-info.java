@NullMarked
package dev.modelyard.trainer.algorithm.text;

import org.jspecify.annotations.NullMarked;
