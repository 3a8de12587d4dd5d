package dev.modelyard.api.job;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A row of {@code job_change}, as it is read. */
@Entity
@Table(name = "job_change")
class ChangeEntity {
    @EmbeddedId
    public Key id;

    @Column(nullable = false)
    public String type;

    @Column(nullable = false)
    public String data;

    /** A change of a job. */
    @Embeddable
    record Key(String job, long number) {}
}
