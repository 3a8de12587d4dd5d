package dev.modelyard.auth.key;

import java.time.Instant;
import java.util.Optional;

/** A signing key over time, without the key. */
public record KeyLife(
        String kid,
        KeyState state,
        Instant createdAt,
        Optional<Instant> signingSince,
        Optional<Instant> signingUntil,
        Optional<Instant> retiredAt) {}
