/** What every part of a worker may know of its settings. No behaviour. */
@NullMarked
package dev.modelyard.trainer;

import org.jspecify.annotations.NullMarked;
