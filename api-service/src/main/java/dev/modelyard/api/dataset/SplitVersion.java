package dev.modelyard.api.dataset;

import dev.modelyard.contracts.job.SplitRule;
import java.util.Optional;

/** The body of {@code POST /v1/datasets/{id}/split}: the version to divide, absent for the latest, and the shares. */
public record SplitVersion(
        Optional<Integer> version,
        Optional<Double> train,
        Optional<Double> validation,
        Optional<Double> test,
        Optional<Long> seed) {

    SplitRule rule() {
        return new Shares(train, validation, test, seed).rule("train");
    }
}
