package dev.modelyard.auth.client;

/** A revocation lies in the outbox; the publisher looks once this is committed. */
record RevocationAdded() {}
