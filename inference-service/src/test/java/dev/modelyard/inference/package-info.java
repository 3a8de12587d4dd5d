/** The running service among a real broker and a real store. */
@NullMarked
package dev.modelyard.inference;

import org.jspecify.annotations.NullMarked;
