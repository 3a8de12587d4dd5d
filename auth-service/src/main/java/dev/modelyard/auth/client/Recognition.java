package dev.modelyard.auth.client;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** An active client, and the live secret that it is known by. */
public record Recognition(Client client, ClientSecret secret) {

    /** When the first of the two ends, if ever. */
    public Optional<Instant> end() {
        return Stream.of(client.expiresAt(), secret.expiresAt())
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }
}
