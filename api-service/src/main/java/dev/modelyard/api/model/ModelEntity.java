package dev.modelyard.api.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code model}. */
@Entity
@Table(name = "model")
class ModelEntity {
    @Id
    public String id;

    @Column(nullable = false, updatable = false)
    public String owner;

    @Column(nullable = false)
    public String name;

    @Column(nullable = false, updatable = false)
    public String task;

    @Column(nullable = false)
    public String network;

    @Nullable
    public String description;

    @Nullable
    public String dataset;

    @Column(updatable = false)
    @Nullable
    public String untrained;

    @Column(name = "minted_versions", nullable = false)
    public int mintedVersions;

    @Column(name = "latest_version")
    @Nullable
    public Integer latestVersion;

    @Column(name = "created_at", nullable = false, updatable = false)
    public Instant createdAt;

    @Column(name = "updated_at", nullable = false)
    public Instant updatedAt;
}
