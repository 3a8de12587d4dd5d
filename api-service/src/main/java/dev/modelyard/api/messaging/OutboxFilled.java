package dev.modelyard.api.messaging;

/** Something lies in the outbox; the publisher looks once this is committed. */
record OutboxFilled() {}
