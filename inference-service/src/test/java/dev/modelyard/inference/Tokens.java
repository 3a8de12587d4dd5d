package dev.modelyard.inference;

import dev.modelyard.contracts.id.OwnerId;
import io.smallrye.jwt.build.Jwt;
import java.util.Set;

/** Tokens as auth-service issues them. */
public final class Tokens {
    private Tokens() {}

    public static String of(OwnerId owner) {
        return of(owner.value(), "user");
    }

    public static String ofAdmin() {
        return of("sid_root", "admin");
    }

    private static String of(String subject, String role) {
        return Jwt.claims()
                .subject(subject)
                .audience("modelyard")
                .groups(Set.of(role))
                .expiresIn(300)
                .sign();
    }
}
