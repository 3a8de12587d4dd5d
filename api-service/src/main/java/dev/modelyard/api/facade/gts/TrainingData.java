package dev.modelyard.api.facade.gts;

import dev.modelyard.contracts.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files that were looked through and can be trained with.
 *
 * @param test absent if there is none, or it has no labels
 * @param unlabelled what is to be learnt from without labels, if that is wanted
 * @param labels in the order of probabilities
 * @param detail what its owner may want to know
 */
record TrainingData(
        TaskType type,
        GtsFile train,
        GtsFile validation,
        Optional<GtsFile> test,
        Optional<GtsFile> unlabelled,
        List<String> labels,
        Optional<String> detail) {
    TrainingData {
        labels = List.copyOf(labels);
    }

    /** A label file of the platform. */
    byte[] labelFile() {
        return Json.writeBytes(Map.of("labels", labels));
    }
}
