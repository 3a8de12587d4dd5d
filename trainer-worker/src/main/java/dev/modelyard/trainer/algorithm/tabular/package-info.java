/** Training on rows of tables. How a row becomes numbers is in model-library, because serving does the same. */
@NullMarked
package dev.modelyard.trainer.algorithm.tabular;

import org.jspecify.annotations.NullMarked;
