/** How good predictions are: figures over pairs of truth and answer. No networks and no files. */
@NullMarked
package dev.modelyard.modellibrary.metrics;

import org.jspecify.annotations.NullMarked;
