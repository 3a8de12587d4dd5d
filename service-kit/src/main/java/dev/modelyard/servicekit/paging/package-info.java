/**
 * Pages of a list and the opaque cursors between them.
 * What the keys of a cursor mean is known to the Store that reads them.
 */
@NullMarked
package dev.modelyard.servicekit.paging;

import org.jspecify.annotations.NullMarked;
