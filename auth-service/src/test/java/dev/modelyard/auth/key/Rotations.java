package dev.modelyard.auth.key;

import java.time.Instant;

/** Turns the clock of key rotation. */
public final class Rotations {
    private Rotations() {}

    /** Lets the time pass that a new key is known before it signs. */
    public static void letTheNextSign(KeyRotationService rotation, ProviderConfig config) {
        rotation.advance(Instant.now().plus(config.keyAhead()).plusSeconds(1));
    }
}
