package dev.modelyard.api.dataset;

import dev.modelyard.contracts.task.Task;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Optional;

/** The body of {@code POST /v1/datasets}. */
public record CreateDataset(
        @NotBlank(message = "must not be blank") @Size(max = 200, message = "must have at most 200 characters")
        String name,

        @NotNull(message = "must be set") Task task,
        Optional<@Size(max = 4000, message = "must have at most 4000 characters") String> description) {}
