package dev.modelyard.api.model;

import dev.modelyard.api.dataset.DatasetUse;
import dev.modelyard.contracts.id.DatasetId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** A draft refers to the dataset it is to be trained on; a model that has a version no longer needs it. */
@ApplicationScoped
class DraftDatasets implements DatasetUse {
    private final ModelStore models;

    DraftDatasets(ModelStore models) {
        this.models = models;
    }

    @Override
    public Optional<String> of(DatasetId dataset) {
        return models.anyDraftOn(dataset)
                ? Optional.of("A model that has not been trained yet refers to this dataset.")
                : Optional.empty();
    }
}
