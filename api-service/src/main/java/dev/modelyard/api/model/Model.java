package dev.modelyard.api.model;

import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.task.Task;
import java.time.Instant;
import java.util.Optional;

/**
 * A model as callers see it.
 *
 * @param network what it is trained as, unless a training says otherwise
 * @param dataset what it is trained on, unless a training says otherwise
 * @param latestVersion the newest version there is; absent while it is a draft
 * @param deployment whether it is started
 */
public record Model(
        ModelId id,
        String name,
        Task task,
        String network,
        Optional<String> description,
        Optional<DatasetId> dataset,
        ModelState state,
        Optional<Integer> latestVersion,
        Optional<Serving> deployment,
        Instant createdAt,
        Instant updatedAt,
        OwnerId owner) {

    Model withDeployment(Optional<Serving> newDeployment) {
        return new Model(
                id,
                name,
                task,
                network,
                description,
                dataset,
                state,
                latestVersion,
                newDeployment,
                createdAt,
                updatedAt,
                owner);
    }
}
