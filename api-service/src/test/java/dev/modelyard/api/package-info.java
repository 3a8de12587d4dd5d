/** What the tests of several features share. */
@NullMarked
package dev.modelyard.api;

import org.jspecify.annotations.NullMarked;
