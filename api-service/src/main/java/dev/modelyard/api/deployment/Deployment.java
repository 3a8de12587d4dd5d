package dev.modelyard.api.deployment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.deployment.DesiredDeployment;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.DeploymentId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.task.Task;
import java.time.Instant;
import java.util.Optional;

/**
 * A model that is, or was, started.
 *
 * @param version of the model that is served
 * @param replicas how many inference replicas shall hold it
 * @param revision rises with every change its owner makes
 * @param readyReplicas live replicas that answer at this revision
 * @param error why it failed
 * @param started whether its owner wants it to be served
 */
public record Deployment(
        DeploymentId id,
        ModelId model,
        int version,
        int replicas,
        DeploymentState state,
        long revision,
        int readyReplicas,
        Optional<Failure> error,
        Instant createdAt,
        Instant updatedAt,
        @JsonIgnore OwnerId owner,
        @JsonIgnore Task task,
        @JsonIgnore ArtifactReference artifact,
        @JsonIgnore boolean started) {

    /** Why a replica could not load the model. */
    public record Failure(ErrorCode code, String message) {}

    /** What replicas are told of it. */
    DesiredDeployment desired(Instant at) {
        return new DesiredDeployment(id, model, owner, revision, started, replicas, task, version, artifact, at);
    }
}
