package dev.modelyard.api.artifact;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code pending_deletion}. */
@Entity
@Table(name = "pending_deletion")
class PendingDeletionEntity {
    @Id
    public String prefix;

    @Column(name = "not_before", nullable = false)
    public Instant notBefore;

    public int attempts;
}
