package dev.modelyard.api.dataset;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of {@code dataset_work}. */
@Entity
@Table(name = "dataset_work")
class DatasetWorkEntity {
    @Id
    public String job;

    @Column(nullable = false)
    public String dataset;

    @Column(name = "upload_key")
    @Nullable
    public String uploadKey;
}
