package dev.modelyard.api.deployment;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.Optional;

/**
 * The body of {@code PUT /v1/deployments/{id}/canary}: absent version is the latest.
 *
 * @param percent of the calls that it answers
 */
public record SetCanary(
        Optional<Integer> version,

        @NotNull(message = "must be set")
        @Min(value = 1, message = "must be between 1 and 99")
        @Max(value = 99, message = "must be between 1 and 99")
        Integer percent) {}
