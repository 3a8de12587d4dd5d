package dev.modelyard.servicekit.problem;

import dev.modelyard.contracts.error.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The body of {@code application/problem+json} (RFC 9457). {@code code} is the stable part that clients compare. */
public record Problem(
        String type,
        String title,
        int status,
        ErrorCode code,
        String detail,
        Optional<List<FieldError>> errors,
        Optional<String> instance) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public static Problem of(Failure failure) {
        ErrorCode code = failure.code();
        return new Problem(
                "urn:modelyard:problem:" + code.wireName(),
                title(code),
                code.httpStatus(),
                code,
                failure.detail(),
                Optional.of(failure.errors()).filter(errors -> !errors.isEmpty()),
                failure.instance());
    }

    private static String title(ErrorCode code) {
        String words = code.wireName().replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
