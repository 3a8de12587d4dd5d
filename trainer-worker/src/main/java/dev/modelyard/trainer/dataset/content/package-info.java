/**
 * Reading content that strangers made: every line and file is checked, and what is wrong is said with file and line.
 * Knows no dataset version: of an artifact it only fills in the images that are good.
 */
@NullMarked
package dev.modelyard.trainer.dataset.content;

import org.jspecify.annotations.NullMarked;
