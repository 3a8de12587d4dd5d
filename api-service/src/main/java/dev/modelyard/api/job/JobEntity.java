package dev.modelyard.api.job;

import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.id.WorkerId;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.Lane;
import dev.modelyard.contracts.job.Progress;
import dev.modelyard.contracts.wire.Json;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code job}, as it is read; it is written by the statements of {@link JobStore} and {@link JobTransitions} only. Not marked
 * {@code @Immutable}: with Quarkus that makes Hibernate look for the row in a cache that a stateless session does not have.
 */
@Entity
@Table(name = "job")
class JobEntity {
    @Id
    public String id;

    public long seq;

    @Column(nullable = false)
    public String owner;

    @Column(nullable = false)
    public String kind;

    @Column(nullable = false)
    public String state;

    @Column(nullable = false)
    public String lane;

    public int priority;
    public int devices;

    @Nullable
    public String model;

    @Nullable
    public String dataset;

    @Column(name = "dataset_version")
    @Nullable
    public Integer datasetVersion;

    @Column(nullable = false)
    public String spec;

    @Column(name = "created_at", nullable = false)
    public Instant createdAt;

    @Column(name = "not_before", nullable = false)
    public Instant notBefore;

    @Column(name = "started_at")
    @Nullable
    public Instant startedAt;

    @Column(name = "ended_at")
    @Nullable
    public Instant endedAt;

    @Column(name = "stop_requested_at")
    @Nullable
    public Instant stopRequestedAt;

    public int attempt;
    public int failures;

    @Nullable
    public Long dispatch;

    @Column(name = "dispatched_at")
    @Nullable
    public Instant dispatchedAt;

    @Nullable
    public String run;

    @Nullable
    public String worker;

    @Nullable
    public String progress;

    @Nullable
    public String metrics;

    @Nullable
    public String result;

    @Nullable
    public String error;

    public long events;

    Job toJob() {
        return new Job(
                new JobId(id),
                seq,
                new OwnerId(owner),
                Json.read(spec, JobSpec.class),
                JobState.of(state),
                Lane.of(lane),
                priority,
                devices,
                new JobSubject(
                        Optional.ofNullable(model).map(ModelId::new),
                        Optional.ofNullable(dataset).map(DatasetId::new),
                        Optional.ofNullable(datasetVersion)),
                createdAt,
                notBefore,
                Optional.ofNullable(startedAt),
                Optional.ofNullable(endedAt),
                Optional.ofNullable(stopRequestedAt),
                attempt,
                failures,
                Optional.ofNullable(dispatch),
                Optional.ofNullable(run).map(RunId::new),
                Optional.ofNullable(worker).map(WorkerId::new),
                Optional.ofNullable(progress).map(text -> Json.read(text, Progress.class)),
                metrics == null ? Map.of() : Figures.read(metrics),
                Optional.ofNullable(result).map(text -> Json.read(text, JobResult.class)),
                Optional.ofNullable(error).map(text -> Json.read(text, JobError.class)),
                events);
    }
}
