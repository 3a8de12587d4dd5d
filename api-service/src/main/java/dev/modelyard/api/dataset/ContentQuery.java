package dev.modelyard.api.dataset;

import dev.modelyard.contracts.job.SplitRule;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the query of an upload says of its content. */
public record ContentQuery(
        Optional<String> format,
        Optional<String> name,
        Optional<String> target,
        List<String> labels,
        Optional<String> split,
        Optional<Long> seed) {

    static ContentQuery of(
            @Nullable String format,
            @Nullable String name,
            @Nullable String target,
            @Nullable String labels,
            @Nullable String split,
            Optional<Long> seed) {
        return new ContentQuery(
                said(format),
                said(name).map(text -> text.substring(0, Math.min(text.length(), 200))),
                said(target),
                said(labels)
                        .map(text -> Arrays.stream(text.split(","))
                                .map(String::strip)
                                .toList())
                        .orElse(List.of()),
                said(split),
                seed);
    }

    Optional<SplitRule> rule() {
        return split.map(text -> Shares.parse(text, seed).rule("split"));
    }

    private static Optional<String> said(@Nullable String text) {
        return Optional.ofNullable(text).filter(value -> !value.isBlank());
    }
}
