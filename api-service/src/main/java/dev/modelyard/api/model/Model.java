package dev.modelyard.api.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.modelyard.contracts.artifact.UntrainedModel;
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
 * @param versionZero what it is served as before it is trained; absent: it is not
 * @param latestVersion the newest trained version there is; absent while it is a draft
 * @param deployment whether it is started
 */
public record Model(
        ModelId id,
        String name,
        Task task,
        String network,
        Optional<String> description,
        Optional<DatasetId> dataset,
        @JsonIgnore Optional<UntrainedModel> versionZero,
        ModelState state,
        Optional<Integer> latestVersion,
        Optional<Serving> deployment,
        Instant createdAt,
        Instant updatedAt,
        OwnerId owner) {

    /** What an untrained network was told of its data. */
    @JsonProperty
    public Optional<UntrainedSettings> untrained() {
        return versionZero.map(UntrainedSettings::of);
    }

    Model withDeployment(Optional<Serving> newDeployment) {
        return new Model(
                id,
                name,
                task,
                network,
                description,
                dataset,
                versionZero,
                state,
                latestVersion,
                newDeployment,
                createdAt,
                updatedAt,
                owner);
    }
}
