package dev.modelyard.api.listing;

import dev.modelyard.servicekit.problem.ProblemException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads query parameters that are more than text. */
public final class QueryValues {
    private QueryValues() {}

    /**
     * The value of a parameter, if it is there.
     *
     * @param reader throws {@link IllegalArgumentException} for what it cannot read
     * @throws ProblemException 400 that names the parameter
     */
    public static <T> Optional<T> read(String name, @Nullable String text, Function<String, T> reader) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.apply(text));
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalidField(name, "is not of the documented form");
        }
    }
}
