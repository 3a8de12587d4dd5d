package dev.modelyard.api.webhook;

import dev.modelyard.api.job.JobState;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;

/** The body of {@code POST /v1/webhooks}: absent or empty kinds and states are all of them. */
public record CreateWebhook(
        @NotNull(message = "must be set") String url,
        Optional<List<String>> kinds,
        Optional<List<JobState>> states,
        Optional<@Size(max = 4000, message = "must have at most 4000 characters") String> description) {}
