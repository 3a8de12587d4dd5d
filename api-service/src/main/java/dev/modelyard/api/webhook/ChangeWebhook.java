package dev.modelyard.api.webhook;

import dev.modelyard.api.job.JobState;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;

/** The body of {@code PATCH /v1/webhooks/{id}}: what is absent stays. */
public record ChangeWebhook(
        Optional<String> url,
        Optional<List<String>> kinds,
        Optional<List<JobState>> states,
        Optional<@Size(max = 4000, message = "must have at most 4000 characters") String> description,
        Optional<Boolean> enabled) {}
