package dev.modelyard.api.dataset;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import java.util.Optional;

/** The body of {@code POST /v1/datasets/{id}/import}. */
public record ImportFolder(
        @NotBlank(message = "must not be blank") String path,
        Optional<String> target,
        Optional<List<String>> labels,
        Optional<@Valid Shares> split) {}
