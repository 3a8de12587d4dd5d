package dev.modelyard.auth.key;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

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

    @Column(name = "sealed_key", nullable = false)
    byte[] sealedKey;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;
}
