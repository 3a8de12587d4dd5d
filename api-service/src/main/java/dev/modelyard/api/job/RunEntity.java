package dev.modelyard.api.job;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code run}, as it is read. */
@Entity
@Table(name = "run")
class RunEntity {
    @Id
    public String id;

    @Column(nullable = false)
    public String job;

    public long dispatch;

    @Column(nullable = false)
    public String worker;

    @Column(nullable = false)
    public String state;

    @Column(name = "started_at", nullable = false)
    public Instant startedAt;

    @Column(name = "seen_at", nullable = false)
    public Instant seenAt;

    @Column(name = "ended_at")
    @Nullable
    public Instant endedAt;
}
