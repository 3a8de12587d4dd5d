package dev.modelyard.api.quota;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row of {@code quota}. */
@Entity
@Table(name = "quota")
class QuotaEntity {
    @Id
    public String owner;

    @Column(name = "queued_jobs")
    @Nullable
    public Long queuedJobs;

    @Column(name = "running_jobs")
    @Nullable
    public Long runningJobs;

    @Column(name = "stored_bytes")
    @Nullable
    public Long storedBytes;

    Quota toQuota() {
        return new Quota(
                Optional.ofNullable(queuedJobs), Optional.ofNullable(runningJobs), Optional.ofNullable(storedBytes));
    }
}
