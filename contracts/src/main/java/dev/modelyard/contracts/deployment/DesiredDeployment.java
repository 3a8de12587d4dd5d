package dev.modelyard.contracts.deployment;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.id.DeploymentId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.task.Task;
import java.time.Instant;
import java.util.Optional;

/**
 * What shall be served for a model. Compacted by model; a lower revision than one already seen is passed over.
 *
 * @param revision rises with every change of this deployment
 * @param started false: unload it and refuse predictions
 * @param replicas how many inference replicas shall hold it
 * @param version of the model that is served
 * @param canary another version that answers some of the calls
 * @param batching what its owner wants of batches
 * @param shared whether others than its owner may ask it; absent: they may not
 */
public record DesiredDeployment(
        DeploymentId deployment,
        ModelId model,
        OwnerId owner,
        long revision,
        boolean started,
        int replicas,
        Task task,
        int version,
        ArtifactReference artifact,
        Optional<Canary> canary,
        Optional<BatchLimits> batching,
        @JsonProperty("public") Optional<Boolean> shared,
        Instant at) {
    /**
     * A version that answers a share of the calls beside the one that is served.
     *
     * @param percent of the calls, 1 to 99
     */
    public record Canary(int version, ArtifactReference artifact, int percent) {}

    /**
     * How calls are computed together; what is absent is found by measurement.
     *
     * @param maxBatch inputs in one run at most
     * @param longestWaitMs milliseconds that a call waits for company at most
     */
    public record BatchLimits(Optional<Integer> maxBatch, Optional<Double> longestWaitMs) {
        /** Everything is found by measurement. */
        public static final BatchLimits MEASURED = new BatchLimits(Optional.empty(), Optional.empty());
    }

    /** Whether others than its owner may ask it. */
    public boolean openToAll() {
        return shared.orElse(false);
    }
}
