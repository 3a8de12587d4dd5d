package dev.modelyard.api.job;

import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.ModelId;
import java.util.Optional;

/** What a job is about: lists are filtered by it, and what a job that has not ended is about is in use. */
public record JobSubject(Optional<ModelId> model, Optional<DatasetId> dataset, Optional<Integer> datasetVersion) {
    /** A job that makes or divides a dataset. */
    public static JobSubject of(DatasetId dataset) {
        return new JobSubject(Optional.empty(), Optional.of(dataset), Optional.empty());
    }

    /** A job that reads one version of a dataset. */
    public static JobSubject of(DatasetId dataset, int version) {
        return new JobSubject(Optional.empty(), Optional.of(dataset), Optional.of(version));
    }

    /** A job that trains a model on one version of a dataset. */
    public static JobSubject of(ModelId model, DatasetId dataset, int version) {
        return new JobSubject(Optional.of(model), Optional.of(dataset), Optional.of(version));
    }
}
