package dev.modelyard.api.training;

import dev.modelyard.api.job.JobRequest;
import dev.modelyard.api.model.TrainingRequest;
import dev.modelyard.api.model.TrainingSettings;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.ModelId;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;

/** The body of {@code POST /v1/jobs}. */
public record SubmitTraining(
        @NotNull(message = "must be set")
        @Pattern(regexp = "train", message = "must be train: other kinds have paths of their own")
        String kind,

        @NotNull(message = "must be set") ModelId model,
        Optional<DatasetId> dataset,
        Optional<@Min(value = 1, message = "must be at least 1") Integer> datasetVersion,
        Optional<String> network,
        Optional<TrainingSettings> parameters,
        Optional<
                        @Min(value = JobRequest.LOWEST_PRIORITY, message = "must be between -10 and 10")
                        @Max(value = JobRequest.HIGHEST_PRIORITY, message = "must be between -10 and 10") Integer>
                priority,
        Optional<
                        @Min(value = 0, message = "must be between 0 and 64")
                        @Max(value = JobRequest.MOST_DEVICES, message = "must be between 0 and 64") Integer>
                devices) {
    TrainingRequest training() {
        return new TrainingRequest(model, dataset, datasetVersion, network, parameters);
    }
}
