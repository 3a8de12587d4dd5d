package dev.modelyard.api.webhook;

import dev.modelyard.api.job.Job;
import dev.modelyard.api.job.JobDescription;
import dev.modelyard.contracts.id.WebhookId;
import java.time.Instant;

/** The body of a message to a webhook, shaped as the Standard Webhooks specification asks for. */
record WebhookEvent(String type, Instant timestamp, Object data) {
    static final String TEST = "webhook.test";

    /** What a test tells. */
    record Test(WebhookId webhook) {}

    /** A job has ended; it is shown as {@code GET /v1/jobs/{id}} shows it. */
    static WebhookEvent ended(Job job) {
        return new WebhookEvent("job." + job.state().wireName(), job.endedAt().orElseThrow(), JobDescription.of(job));
    }

    static WebhookEvent test(WebhookId webhook, Instant now) {
        return new WebhookEvent(TEST, now, new Test(webhook));
    }
}
