package dev.modelyard.api.deployment;

import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.ModelSource;
import dev.modelyard.contracts.artifact.ServingPrecision;
import dev.modelyard.contracts.artifact.UntrainedModel;
import dev.modelyard.contracts.deployment.DesiredDeployment.BatchLimits;
import dev.modelyard.contracts.deployment.DesiredDeployment.Canary;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.DeploymentId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.contracts.wire.Json;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row of the view {@code deployment_status}: what is wanted of a deployment and what live replicas make of it. */
@Entity
@Table(name = "deployment_status")
class DeploymentStatusEntity {
    @Id
    public String id;

    @Column(nullable = false)
    public String model;

    @Column(nullable = false)
    public String owner;

    @Column(nullable = false)
    public String task;

    public int version;

    @Column(name = "artifact_prefix")
    @Nullable
    public String artifactPrefix;

    @Column(name = "artifact_digest")
    @Nullable
    public String artifactDigest;

    @Column(name = "canary_version")
    @Nullable
    public Integer canaryVersion;

    @Column(name = "canary_prefix")
    @Nullable
    public String canaryPrefix;

    @Column(name = "canary_digest")
    @Nullable
    public String canaryDigest;

    @Column(name = "canary_percent")
    @Nullable
    public Integer canaryPercent;

    @Column(name = "previous_version")
    @Nullable
    public Integer previousVersion;

    @Column(name = "previous_prefix")
    @Nullable
    public String previousPrefix;

    @Column(name = "previous_digest")
    @Nullable
    public String previousDigest;

    @Column(name = "max_batch")
    @Nullable
    public Integer maxBatch;

    @Column(name = "longest_wait_ms")
    @Nullable
    public Double longestWaitMs;

    @Column(nullable = false)
    public String precision;

    /** What version 0 of the model is made of. */
    @Nullable
    public String untrained;

    public boolean shared;
    public int replicas;
    public boolean started;
    public long revision;

    @Column(name = "error_code")
    @Nullable
    public String errorCode;

    @Column(name = "error_message")
    @Nullable
    public String errorMessage;

    @Column(name = "created_at", nullable = false)
    public Instant createdAt;

    @Column(name = "updated_at", nullable = false)
    public Instant updatedAt;

    @Column(name = "ready_replicas")
    public int readyReplicas;

    @Column(nullable = false)
    public String state;

    Deployment toDeployment() {
        DeploymentState now = DeploymentState.of(state);
        Target target = target();
        return new Deployment(
                new DeploymentId(id),
                new ModelId(model),
                version,
                target.canary().map(canary -> new Deployment.Canary(canary.version(), canary.percent())),
                target.previous().map(PinnedVersion::version),
                replicas,
                Optional.of(target.batching()).filter(limits -> !limits.equals(BatchLimits.MEASURED)),
                target.precision(),
                shared,
                now,
                revision,
                readyReplicas,
                now == DeploymentState.FAILED && errorCode != null
                        ? Optional.of(new Deployment.Failure(
                                ErrorCode.of(errorCode),
                                Optional.ofNullable(errorMessage).orElse("")))
                        : Optional.empty(),
                createdAt,
                updatedAt,
                new OwnerId(owner),
                Task.of(task),
                target,
                started);
    }

    private Target target() {
        return new Target(
                new PinnedVersion(version, source(version, artifactPrefix, artifactDigest)),
                pinned(canaryVersion, canaryPrefix, canaryDigest)
                        .map(canary ->
                                new Canary(canary.version(), canary.source(), Objects.requireNonNull(canaryPercent))),
                pinned(previousVersion, previousPrefix, previousDigest),
                replicas,
                new BatchLimits(Optional.ofNullable(maxBatch), Optional.ofNullable(longestWaitMs)),
                ServingPrecision.of(precision),
                shared);
    }

    private Optional<PinnedVersion> pinned(@Nullable Integer number, @Nullable String prefix, @Nullable String digest) {
        return number == null
                ? Optional.empty()
                : Optional.of(new PinnedVersion(number, source(number, prefix, digest)));
    }

    private ModelSource source(int number, @Nullable String prefix, @Nullable String digest) {
        return number == UntrainedModel.VERSION
                ? Json.read(Objects.requireNonNull(untrained), UntrainedModel.class)
                : new ArtifactReference(Objects.requireNonNull(prefix), Objects.requireNonNull(digest));
    }
}
