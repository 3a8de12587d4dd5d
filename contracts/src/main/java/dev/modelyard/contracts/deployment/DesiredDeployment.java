package dev.modelyard.contracts.deployment;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.ModelSource;
import dev.modelyard.contracts.artifact.ServingPrecision;
import dev.modelyard.contracts.artifact.UntrainedModel;
import dev.modelyard.contracts.id.DeploymentId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.task.Task;
import java.time.Instant;
import java.util.Optional;

/**
 * What shall be served for a model. Compacted by model; a lower revision than one already seen is passed over. Each version has
 * either an artifact or what it is made of. A reader from before there were untrained versions takes a message without an artifact
 * for malformed and goes on with what it has; replicas are therefore brought up to date before whoever publishes.
 *
 * @param revision rises with every change of this deployment
 * @param started false: unload it and refuse predictions
 * @param replicas how many inference replicas shall hold it
 * @param version of the model that is served; 0: as it was before it was trained
 * @param artifact its files
 * @param untrained what its files are made of, where none are stored
 * @param canary another version that answers some of the calls
 * @param batching what its owner wants of batches
 * @param precision the arithmetic of its predictions; absent: that of training. A reader from before there was a choice serves that
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
        Optional<ArtifactReference> artifact,
        Optional<UntrainedModel> untrained,
        Optional<Canary> canary,
        Optional<BatchLimits> batching,
        Optional<ServingPrecision> precision,
        @JsonProperty("public") Optional<Boolean> shared,
        Instant at) {
    public DesiredDeployment {
        requireOne(artifact, untrained);
    }

    public DesiredDeployment(
            DeploymentId deployment,
            ModelId model,
            OwnerId owner,
            long revision,
            boolean started,
            int replicas,
            Task task,
            int version,
            ModelSource source,
            Optional<Canary> canary,
            Optional<BatchLimits> batching,
            Optional<ServingPrecision> precision,
            Optional<Boolean> shared,
            Instant at) {
        this(
                deployment,
                model,
                owner,
                revision,
                started,
                replicas,
                task,
                version,
                source.stored(),
                source.untrained(),
                canary,
                batching,
                precision,
                shared,
                at);
    }

    /**
     * A version that answers a share of the calls beside the one that is served.
     *
     * @param percent of the calls, 1 to 99
     */
    public record Canary(
            int version, Optional<ArtifactReference> artifact, Optional<UntrainedModel> untrained, int percent) {
        public Canary {
            requireOne(artifact, untrained);
        }

        public Canary(int version, ModelSource source, int percent) {
            this(version, source.stored(), source.untrained(), percent);
        }

        /** Where its files come from. */
        public ModelSource source() {
            return either(artifact, untrained);
        }
    }

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

    /** Where the files of the version that is served come from. */
    public ModelSource source() {
        return either(artifact, untrained);
    }

    private static void requireOne(Optional<ArtifactReference> artifact, Optional<UntrainedModel> untrained) {
        if (artifact.isPresent() == untrained.isPresent()) {
            throw new IllegalArgumentException("a version has either an artifact or what it is made of");
        }
    }

    private static ModelSource either(Optional<ArtifactReference> artifact, Optional<UntrainedModel> untrained) {
        return artifact.<ModelSource>map(stored -> stored).or(() -> untrained).orElseThrow();
    }
}
