/**
 * Unpacking archives that strangers made: nothing outside the folder, nothing without a limit.
 * Knows no store and no dataset.
 */
@NullMarked
package dev.modelyard.artifactstore.extraction;

import org.jspecify.annotations.NullMarked;
