@NullMarked
package dev.modelyard.trainer.device;

import org.jspecify.annotations.NullMarked;
