/**
 * Requests that are answered once, however often they are sent: the header {@code Idempotency-Key} of
 * draft-ietf-httpapi-idempotency-key-header. What a request makes is its feature's business; facades need not know this package.
 */
@NullMarked
package dev.modelyard.api.idempotency;

import org.jspecify.annotations.NullMarked;
