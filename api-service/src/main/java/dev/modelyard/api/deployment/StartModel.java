package dev.modelyard.api.deployment;

import dev.modelyard.contracts.id.ModelId;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.Optional;

/** The body of {@code POST /v1/deployments}: absent version is the latest, absent replicas are as before, or 1. */
public record StartModel(
        @NotNull(message = "must be set") ModelId model,
        Optional<Integer> version,
        Optional<
                        @Min(value = 1, message = "must be between 1 and 32")
                        @Max(value = 32, message = "must be between 1 and 32") Integer>
                replicas) {}
