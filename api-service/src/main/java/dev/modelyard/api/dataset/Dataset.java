package dev.modelyard.api.dataset;

import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.task.Task;
import java.time.Instant;
import java.util.Optional;

/**
 * A dataset as callers see it.
 *
 * @param latestVersion the newest version; absent while there is none
 * @param versions how many versions there are
 */
public record Dataset(
        DatasetId id,
        String name,
        Task task,
        Optional<String> description,
        DatasetState state,
        Optional<Integer> latestVersion,
        int versions,
        Instant createdAt,
        Instant updatedAt,
        OwnerId owner) {

    Dataset withState(DatasetState newState) {
        return new Dataset(id, name, task, description, newState, latestVersion, versions, createdAt, updatedAt, owner);
    }
}
