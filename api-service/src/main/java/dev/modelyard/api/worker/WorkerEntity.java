package dev.modelyard.api.worker;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code worker}, as it is read. */
@Entity
@Table(name = "worker")
class WorkerEntity {
    @Id
    public String id;

    public int devices;

    @Column(nullable = false)
    public String heartbeat;

    @Column(name = "seen_at", nullable = false)
    public Instant seenAt;
}
