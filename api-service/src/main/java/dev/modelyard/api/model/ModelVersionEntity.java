package dev.modelyard.api.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** A row of {@code model_version}. */
@Entity
@Table(name = "model_version")
@IdClass(ModelVersionEntity.Key.class)
class ModelVersionEntity {
    @Id
    public String model;

    @Id
    public int version;

    @Column(nullable = false)
    public String job;

    @Column(name = "artifact_prefix", nullable = false)
    public String artifactPrefix;

    @Column(name = "artifact_digest", nullable = false)
    public String artifactDigest;

    public long bytes;

    @Column(nullable = false)
    public String summary;

    @Column(name = "created_at", nullable = false)
    public Instant createdAt;

    /** Which version of which model. */
    record Key(String model, int version) implements Serializable {}
}
