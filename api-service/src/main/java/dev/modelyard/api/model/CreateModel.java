package dev.modelyard.api.model;

import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.task.Task;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Optional;

/**
 * The body of {@code POST /v1/models}. Absent network: the default of the task.
 *
 * @param untrained for a model that shall be served before it is trained
 */
public record CreateModel(
        @NotBlank(message = "must not be blank") @Size(max = 200, message = "must have at most 200 characters")
        String name,

        @NotNull(message = "must be set") Task task,
        Optional<String> network,
        Optional<@Size(max = 4000, message = "must have at most 4000 characters") String> description,
        Optional<DatasetId> dataset,
        Optional<UntrainedSettings> untrained) {}
