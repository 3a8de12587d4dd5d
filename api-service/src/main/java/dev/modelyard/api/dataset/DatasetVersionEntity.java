package dev.modelyard.api.dataset;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** A row of {@code dataset_version}. */
@Entity
@Table(name = "dataset_version")
@IdClass(DatasetVersionEntity.Key.class)
class DatasetVersionEntity {
    @Id
    public String dataset;

    @Id
    public int version;

    @Column(nullable = false)
    public String job;

    @Column(name = "artifact_prefix", nullable = false)
    public String artifactPrefix;

    @Column(name = "artifact_digest", nullable = false)
    public String artifactDigest;

    @Column(nullable = false)
    public String summary;

    @Column(name = "created_at", nullable = false)
    public Instant createdAt;

    /** Which version of which dataset. */
    record Key(String dataset, int version) implements Serializable {}
}
