package dev.modelyard.api.deployment;

import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.DeploymentId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.task.Task;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
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

    @Column(name = "artifact_prefix", nullable = false)
    public String artifactPrefix;

    @Column(name = "artifact_digest", nullable = false)
    public String artifactDigest;

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
        return new Deployment(
                new DeploymentId(id),
                new ModelId(model),
                version,
                replicas,
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
                new ArtifactReference(artifactPrefix, artifactDigest),
                started);
    }
}
