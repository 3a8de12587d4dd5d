package dev.modelyard.auth.client;

/** A secret with what is kept of its key. */
record HashedSecret(ClientSecret secret, byte[] hash) {}
