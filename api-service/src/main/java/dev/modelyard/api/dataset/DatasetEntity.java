package dev.modelyard.api.dataset;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Formula;
import org.jspecify.annotations.Nullable;

/** A row of {@code dataset}. */
@Entity
@Table(name = "dataset")
class DatasetEntity {
    @Id
    public String id;

    @Column(nullable = false, updatable = false)
    public String owner;

    @Column(nullable = false)
    public String name;

    @Column(nullable = false, updatable = false)
    public String task;

    @Nullable
    public String description;

    @Column(name = "latest_version")
    @Nullable
    public Integer latestVersion;

    @Column(nullable = false)
    public int versions;

    @Column(name = "created_at", nullable = false, updatable = false)
    public Instant createdAt;

    @Column(name = "updated_at", nullable = false)
    public Instant updatedAt;

    /** Whether a job makes a version of it. */
    @Formula("exists (select 1 from dataset_work w where w.dataset = id)")
    public boolean working;
}
