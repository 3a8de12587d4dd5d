package dev.modelyard.api.model;

import dev.modelyard.contracts.artifact.UntrainedModel;
import java.util.List;
import java.util.Optional;

/**
 * The {@code untrained} of a model: what a training would learn of its dataset, said beforehand, so that the model can be served
 * before it is trained. Which of these a task has, {@link UntrainedRules} says.
 *
 * @param labels in the order of their ids
 * @param columns of the rows, all numeric, in their order
 * @param inputSize pixels of either side, as the network sees pictures
 * @param seed of the first weights
 */
public record UntrainedSettings(
        Optional<List<String>> labels,
        Optional<List<String>> columns,
        Optional<Integer> inputSize,
        Optional<Long> seed) {
    static UntrainedSettings of(UntrainedModel model) {
        Optional<Long> seed = Optional.of(model.seed());
        return switch (model.data()) {
            case UntrainedModel.Pictures pictures ->
                new UntrainedSettings(
                        Optional.of(pictures.labels()), Optional.empty(), Optional.of(pictures.inputSize()), seed);
            case UntrainedModel.LabelledRows rows ->
                new UntrainedSettings(Optional.of(rows.labels()), Optional.of(rows.columns()), Optional.empty(), seed);
            case UntrainedModel.ValuedRows rows ->
                new UntrainedSettings(Optional.empty(), Optional.of(rows.columns()), Optional.empty(), seed);
        };
    }
}
