/**
 * The files of model versions that were never trained, made anew wherever they are needed. Nothing is loaded here, and nothing kept
 * in a store.
 */
@NullMarked
package dev.modelyard.modellibrary.untrained;

import org.jspecify.annotations.NullMarked;
