/**
 * The pepper and the keys that tokens are signed with: made, sealed, kept in PostgreSQL, published.
 * Who gets a token and what stands in it is decided in token.
 */
@NullMarked
package dev.modelyard.auth.key;

import org.jspecify.annotations.NullMarked;
