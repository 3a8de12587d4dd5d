/**
 * Clients and their secrets: created, listed, expired, revoked, recognised.
 * What is revoked is told to package revocation; tokens are none of its business.
 */
@NullMarked
package dev.modelyard.auth.client;

import org.jspecify.annotations.NullMarked;
