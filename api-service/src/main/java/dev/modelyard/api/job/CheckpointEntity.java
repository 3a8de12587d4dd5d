package dev.modelyard.api.job;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code checkpoint}, as it is read. */
@Entity
@Table(name = "checkpoint")
class CheckpointEntity {
    @EmbeddedId
    public Key id;

    @Column(nullable = false)
    public String prefix;

    @Column(nullable = false)
    public String digest;

    @Column(nullable = false)
    public Instant at;

    /** A state of a run. */
    @Embeddable
    record Key(String job, String run, int epoch, long step) {}
}
