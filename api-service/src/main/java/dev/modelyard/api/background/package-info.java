/**
 * Work that goes on beside requests: loops that wake when something happened, and now and then.
 * What the work is, the features say.
 */
@NullMarked
package dev.modelyard.api.background;

import org.jspecify.annotations.NullMarked;
