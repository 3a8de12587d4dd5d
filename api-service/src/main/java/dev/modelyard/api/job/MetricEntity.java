package dev.modelyard.api.job;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A row of {@code job_metric}, as it is read. */
@Entity
@Table(name = "job_metric")
class MetricEntity {
    @EmbeddedId
    public Key id;

    public long step;

    @Column(nullable = false)
    public String figures;

    /** An epoch of a job. */
    @Embeddable
    record Key(String job, int epoch) {}
}
