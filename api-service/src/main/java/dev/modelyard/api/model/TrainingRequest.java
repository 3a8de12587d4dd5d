package dev.modelyard.api.model;

import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.ModelId;
import java.util.Optional;

/**
 * What an owner wants trained.
 *
 * @param dataset absent: the one the model names
 * @param datasetVersion absent: the latest
 * @param network absent: the one the model names
 */
public record TrainingRequest(
        ModelId model,
        Optional<DatasetId> dataset,
        Optional<Integer> datasetVersion,
        Optional<String> network,
        Optional<TrainingSettings> parameters) {}
