package dev.modelyard.auth.revocation;

/** A revocation lies in the outbox; the publisher looks once this is committed. */
record RevocationAdded() {}
