/**
 * This replica among the others: who it is, where it is reached and what it holds.
 * Loads nothing itself.
 */
@NullMarked
package dev.modelyard.inference.placement;

import org.jspecify.annotations.NullMarked;
