@NullMarked
package dev.modelyard.trainer.training;

import org.jspecify.annotations.NullMarked;
