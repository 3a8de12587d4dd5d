/**
 * Clients and their secrets: created, listed, expired, revoked, recognised.
 * A revocation leaves through an outbox; tokens are none of its business.
 */
@NullMarked
package dev.modelyard.auth.client;

import org.jspecify.annotations.NullMarked;
