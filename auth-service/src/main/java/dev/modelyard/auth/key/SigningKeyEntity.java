package dev.modelyard.auth.key;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code signing_key}. */
@Entity
@Table(name = "signing_key")
class SigningKeyEntity {
    @Id
    String kid;

    @Column(nullable = false)
    String algorithm;

    @Column(nullable = false)
    String state;

    @Column(name = "public_key", nullable = false)
    byte[] publicKey;

    @Column(name = "sealed_key")
    byte @Nullable [] sealedKey;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    @Column(name = "signing_since")
    @Nullable
    Instant signingSince;

    @Column(name = "signing_until")
    @Nullable
    Instant signingUntil;

    @Column(name = "retired_at")
    @Nullable
    Instant retiredAt;
}
