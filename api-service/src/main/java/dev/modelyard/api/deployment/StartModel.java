package dev.modelyard.api.deployment;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.modelyard.contracts.artifact.ServingPrecision;
import dev.modelyard.contracts.deployment.DesiredDeployment.BatchLimits;
import dev.modelyard.contracts.id.ModelId;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.Optional;

/**
 * The body of {@code POST /v1/deployments}: absent version is the latest, or 0 before the first training; whatever else is absent is
 * as before. At first that is one replica, batches as they are measured, the arithmetic of training, and nobody's but its owner's.
 */
public record StartModel(
        @NotNull(message = "must be set") ModelId model,
        Optional<Integer> version,
        Optional<
                        @Min(value = 1, message = "must be between 1 and 32")
                        @Max(value = 32, message = "must be between 1 and 32") Integer>
                replicas,
        Optional<@Valid Batching> batching,
        Optional<ServingPrecision> precision,
        @JsonProperty("public") Optional<Boolean> shared) {

    /** How calls are computed together; what is absent is found by measurement. */
    public record Batching(
            Optional<
                            @Min(value = 1, message = "must be between 1 and 1024")
                            @Max(value = 1024, message = "must be between 1 and 1024") Integer>
                    maxBatch,
            Optional<
                            @DecimalMin(value = "0", message = "must be between 0 and 1000")
                            @DecimalMax(value = "1000", message = "must be between 0 and 1000") Double>
                    longestWaitMs) {
        BatchLimits limits() {
            return new BatchLimits(maxBatch, longestWaitMs);
        }
    }
}
