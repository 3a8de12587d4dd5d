package dev.modelyard.api.task;

import dev.modelyard.contracts.job.ContentFormat;
import dev.modelyard.contracts.task.Task;
import java.util.List;
import java.util.Optional;

/**
 * A task as callers see it.
 *
 * @param content the formats its datasets are uploaded in
 */
public record TaskDescription(
        Task name, boolean trainable, List<ContentFormat> content, Optional<String> defaultNetwork) {}
