package dev.modelyard.api.webhook;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.modelyard.api.job.Job;
import dev.modelyard.api.job.JobState;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.id.WebhookId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An address that is told of the ends of its owner's jobs, as callers see it.
 *
 * @param kinds of job it is told of; none: all
 * @param states of those that it is told of; none: all
 * @param enabled false: nothing is sent until it is enabled again
 * @param secret only when it was just made or rotated
 * @param previousSecretUntil the secret before a rotation goes on signing until then
 * @param generation counts rotations
 */
public record Webhook(
        WebhookId id,
        String url,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> kinds,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<JobState> states,
        Optional<String> description,
        boolean enabled,
        Optional<SigningSecret> secret,
        Optional<Instant> previousSecretUntil,
        Instant createdAt,
        Instant updatedAt,
        Optional<Instant> lastSuccessAt,
        Optional<LastFailure> lastFailure,
        OwnerId owner,
        @JsonIgnore int generation) {
    public Webhook {
        kinds = List.copyOf(kinds);
        states = List.copyOf(states);
    }

    /**
     * Why the last try that failed did.
     *
     * @param status what the receiver answered, if it did
     */
    public record LastFailure(Instant at, Optional<Integer> status, String reason) {}

    boolean wants(Job job) {
        return (kinds.isEmpty() || kinds.contains(job.spec().kind()))
                && (states.isEmpty() || states.contains(job.state()));
    }

    Webhook withSecret(SigningSecret shown) {
        return new Webhook(
                id,
                url,
                kinds,
                states,
                description,
                enabled,
                Optional.of(shown),
                previousSecretUntil,
                createdAt,
                updatedAt,
                lastSuccessAt,
                lastFailure,
                owner,
                generation);
    }
}
