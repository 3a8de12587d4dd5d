package dev.modelyard.api.idempotency;

import dev.modelyard.servicekit.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a caller calls a request by. The draft writes it as a quoted text; without the quotes it is the same key. */
record IdempotencyKey(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~:/+=@-]{1,255}");

    /**
     * The key of a request, if it has one.
     *
     * @throws ProblemException 400 that names the header if it is there twice or not of its form
     */
    static Optional<IdempotencyKey> of(List<String> headers) {
        if (headers.isEmpty()) {
            return Optional.empty();
        }
        String key = unquoted(headers.getFirst().strip());
        if (headers.size() > 1 || !FORM.matcher(key).matches()) {
            throw ProblemException.invalidField(
                    OnceOnly.HEADER, "must be one key of 1 to 255 letters, digits and ._~:/+=@-");
        }
        return Optional.of(new IdempotencyKey(key));
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
