/**
 * Lists that are filtered and paged in SQL, newest first. No feature's words: a Store says what its columns are called.
 */
@NullMarked
package dev.modelyard.api.listing;

import org.jspecify.annotations.NullMarked;
