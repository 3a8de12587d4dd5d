package dev.modelyard.auth.revocation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code revocation}. */
@Entity
@Table(name = "revocation")
class RevocationEntity {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    @Nullable
    String client;

    @Nullable
    String secret;

    @Nullable
    String kid;

    @Column(nullable = false)
    Instant at;
}
