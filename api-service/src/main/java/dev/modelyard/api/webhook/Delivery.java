package dev.modelyard.api.webhook;

import dev.modelyard.contracts.id.DeliveryId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.WebhookId;
import java.time.Instant;
import java.util.Optional;

/**
 * One message to one webhook, as callers see it.
 *
 * @param id what the receiver is sent as {@code webhook-id}
 * @param attempts tries so far
 * @param nextAttemptAt while pending; a try that is being made has it in the future
 * @param status what the receiver answered last
 * @param failure why the last try failed
 */
public record Delivery(
        DeliveryId id,
        WebhookId webhook,
        String type,
        Optional<JobId> job,
        DeliveryState state,
        int attempts,
        Instant createdAt,
        Optional<Instant> nextAttemptAt,
        Optional<Instant> endedAt,
        Optional<Integer> status,
        Optional<String> failure) {}
