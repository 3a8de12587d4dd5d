/**
 * How many bytes each owner keeps in the store: a line for each upload and each artifact of a version, from before it comes until it is
 * really gone. What lies there is the features' business.
 */
@NullMarked
package dev.modelyard.api.storage;

import org.jspecify.annotations.NullMarked;
