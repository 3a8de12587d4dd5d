package dev.modelyard.servicekit.problem;

import dev.modelyard.contracts.error.ErrorCode;
import java.sql.SQLException;
import java.util.Optional;

/** Texts that PostgreSQL cannot hold: those with the character U+0000, wherever in a request they came from. */
final class UnstorableTexts {
    private static final String CHARACTER_NOT_IN_REPERTOIRE = "22021";
    private static final int DEEPEST_CAUSE = 20;

    private UnstorableTexts() {}

    static Optional<Failure> translate(Throwable error) {
        int depth = 0;
        for (Throwable at = error; at != null && depth < DEEPEST_CAUSE; at = at.getCause(), depth++) {
            if (at instanceof SQLException sql && CHARACTER_NOT_IN_REPERTOIRE.equals(sql.getSQLState())) {
                return Optional.of(Failure.of(
                        ErrorCode.MALFORMED_REQUEST, "A text holds the character U+0000, which cannot be stored."));
            }
        }
        return Optional.empty();
    }
}
