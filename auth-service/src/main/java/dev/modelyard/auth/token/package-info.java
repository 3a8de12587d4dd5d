/**
 * The OpenID provider: discovery, keys, the token endpoint, and the tokens themselves.
 * Knows clients only through their service.
 */
@NullMarked
package dev.modelyard.auth.token;

import org.jspecify.annotations.NullMarked;
