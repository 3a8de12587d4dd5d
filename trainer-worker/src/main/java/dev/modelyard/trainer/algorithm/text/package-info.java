/** Training on texts. How a text becomes numbers is in model-library, because serving does the same. */
@NullMarked
package dev.modelyard.trainer.algorithm.text;

import org.jspecify.annotations.NullMarked;
