package dev.modelyard.api.webhook;

import dev.modelyard.api.job.JobState;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.id.WebhookId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A row of {@code webhook}. */
@Entity
@Table(name = "webhook")
class WebhookEntity {
    private static final String SEPARATOR = ",";

    @Id
    public String id;

    @Column(nullable = false, updatable = false)
    public String owner;

    @Column(nullable = false)
    public String url;

    @Column(nullable = false)
    public String host;

    @Column(nullable = false)
    public String kinds;

    @Column(nullable = false)
    public String states;

    @Nullable
    public String description;

    public boolean enabled;
    public int generation;

    @Column(name = "previous_until")
    @Nullable
    public Instant previousUntil;

    @Column(name = "created_at", nullable = false, updatable = false)
    public Instant createdAt;

    @Column(name = "updated_at", nullable = false)
    public Instant updatedAt;

    @Column(name = "last_success_at")
    @Nullable
    public Instant lastSuccessAt;

    @Column(name = "last_failure_at")
    @Nullable
    public Instant lastFailureAt;

    @Column(name = "last_failure_status")
    @Nullable
    public Integer lastFailureStatus;

    @Column(name = "last_failure")
    @Nullable
    public String lastFailure;

    void setEndpoint(Endpoint endpoint) {
        url = endpoint.uri().toString();
        host = endpoint.host().text();
    }

    void setKinds(List<String> wanted) {
        kinds = String.join(SEPARATOR, wanted);
    }

    void setStates(List<JobState> wanted) {
        states = wanted.stream().map(JobState::wireName).collect(Collectors.joining(SEPARATOR));
    }

    void setFailure(DeliveryStore.Result result) {
        lastFailureAt = result.at();
        lastFailureStatus = result.status().orElse(null);
        lastFailure = result.failure().orElse(null);
    }

    Webhook toWebhook() {
        return new Webhook(
                new WebhookId(id),
                url,
                parts(kinds),
                parts(states).stream().map(JobState::of).toList(),
                Optional.ofNullable(description),
                enabled,
                Optional.empty(),
                Optional.ofNullable(previousUntil),
                createdAt,
                updatedAt,
                Optional.ofNullable(lastSuccessAt),
                failure(),
                new OwnerId(owner),
                generation);
    }

    private Optional<Webhook.LastFailure> failure() {
        if (lastFailureAt == null || lastFailure == null) {
            return Optional.empty();
        }
        return Optional.of(new Webhook.LastFailure(lastFailureAt, Optional.ofNullable(lastFailureStatus), lastFailure));
    }

    private static List<String> parts(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(SEPARATOR, -1));
    }
}
