/**
 * Who calls: Bearer tokens of the OpenID provider, Basic credentials exchanged for one, and clients whose tokens are dead.
 * What a caller may see or do is decided by the features.
 */
@NullMarked
package dev.modelyard.servicekit.identity;

import org.jspecify.annotations.NullMarked;
