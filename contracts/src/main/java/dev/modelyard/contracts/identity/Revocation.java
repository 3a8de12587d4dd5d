package dev.modelyard.contracts.identity;

import dev.modelyard.contracts.id.OwnerId;
import java.time.Instant;

/** Tokens of this client that were issued before {@code at} are dead, whatever their expiry says. */
public record Revocation(OwnerId client, Instant at) {}
