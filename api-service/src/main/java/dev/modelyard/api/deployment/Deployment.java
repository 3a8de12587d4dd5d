package dev.modelyard.api.deployment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.modelyard.contracts.artifact.ServingPrecision;
import dev.modelyard.contracts.deployment.DesiredDeployment;
import dev.modelyard.contracts.deployment.DesiredDeployment.BatchLimits;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.DeploymentId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.task.Task;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A model that is, or was, started.
 *
 * @param version of the model that is served
 * @param canary another version that answers some of the calls
 * @param previousVersion what rolling back would serve
 * @param replicas how many inference replicas shall hold it
 * @param batching what its owner wants of batches; absent: everything is measured
 * @param precision the arithmetic of its predictions
 * @param shared whether others than its owner may ask it
 * @param revision rises with every change its owner makes
 * @param readyReplicas live replicas that answer at this revision
 * @param error why it failed
 * @param started whether its owner wants it to be served
 */
public record Deployment(
        DeploymentId id,
        ModelId model,
        int version,
        Optional<Canary> canary,
        Optional<Integer> previousVersion,
        int replicas,
        Optional<BatchLimits> batching,
        ServingPrecision precision,
        @JsonProperty("public") boolean shared,
        DeploymentState state,
        long revision,
        int readyReplicas,
        Optional<Failure> error,
        Instant createdAt,
        Instant updatedAt,
        @JsonIgnore OwnerId owner,
        @JsonIgnore Task task,
        @JsonIgnore Target target,
        @JsonIgnore boolean started) {

    /** A version that answers a share of the calls, in percent. */
    public record Canary(int version, int percent) {}

    /** Why a replica could not load the model. */
    public record Failure(ErrorCode code, String message) {}

    /** What replicas are told of it. */
    DesiredDeployment desired(Instant at) {
        return new DesiredDeployment(
                id,
                model,
                owner,
                revision,
                started,
                target.replicas(),
                task,
                target.serves().version(),
                target.serves().source(),
                target.canary(),
                batching,
                Optional.of(precision).filter(chosen -> chosen != ServingPrecision.FP32),
                shared ? Optional.of(true) : Optional.empty(),
                at);
    }

    /** The versions that are served, or would be when it is started again. */
    Set<Integer> versions() {
        return Stream.concat(Stream.of(version), canary.stream().map(Canary::version))
                .collect(Collectors.toUnmodifiableSet());
    }
}
