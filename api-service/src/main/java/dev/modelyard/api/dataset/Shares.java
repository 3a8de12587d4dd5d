package dev.modelyard.api.dataset;

import dev.modelyard.contracts.job.SplitRule;
import dev.modelyard.servicekit.problem.ProblemException;
import java.util.List;
import java.util.Optional;

/** How a caller wants examples divided; shares that are absent are 0. */
public record Shares(Optional<Double> train, Optional<Double> validation, Optional<Double> test, Optional<Long> seed) {
    static final long DEFAULT_SEED = 42;

    /** @throws ProblemException 400 that names this field if the shares do not add up */
    SplitRule rule(String field) {
        try {
            return new SplitRule(
                    train.orElse(0.0), validation.orElse(0.0), test.orElse(0.0), seed.orElse(DEFAULT_SEED));
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalidField(field, "is not a split: " + e.getMessage());
        }
    }

    /** Reads {@code 0.8,0.1,0.1}, of which the last may be missing. */
    static Shares parse(String text, Optional<Long> seed) {
        List<Optional<Double>> shares = List.of(text.split(",", -1)).stream()
                .map(String::strip)
                .map(Shares::number)
                .toList();
        if (shares.size() < 2 || shares.size() > 3 || shares.contains(Optional.<Double>empty())) {
            throw ProblemException.invalidField("split", "must be two or three shares, like 0.8,0.1,0.1");
        }
        return new Shares(shares.get(0), shares.get(1), shares.size() == 3 ? shares.get(2) : Optional.empty(), seed);
    }

    private static Optional<Double> number(String text) {
        try {
            return Optional.of(Double.valueOf(text)).filter(Double::isFinite);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
