@NullMarked
package dev.modelyard.trainer.algorithm;

import org.jspecify.annotations.NullMarked;
