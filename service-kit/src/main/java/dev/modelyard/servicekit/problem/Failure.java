package dev.modelyard.servicekit.problem;

import dev.modelyard.contracts.error.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An error as the platform sees it, before it takes any wire shape.
 *
 * @param detail a sentence for the caller; no class name, no path of this machine, no secret
 * @param errors the fields at fault, empty where the error is not about fields
 * @param instance the id under which the log has more, for defects of the platform
 * @param headers response headers that belong to the error whatever its body is, such as {@code Retry-After}
 */
public record Failure(
        ErrorCode code,
        String detail,
        List<FieldError> errors,
        Optional<String> instance,
        Map<String, String> headers) {

    public Failure {
        errors = List.copyOf(errors);
        headers = Map.copyOf(headers);
    }

    public static Failure of(ErrorCode code, String detail) {
        return new Failure(code, detail, List.of(), Optional.empty(), Map.of());
    }

    /** Fields at fault; the detail names the first and how many more there are. */
    public static Failure ofFields(List<FieldError> errors) {
        FieldError first = errors.getFirst();
        String detail = first.field() + " " + first.message();
        if (errors.size() > 1) {
            detail += " (and " + (errors.size() - 1) + " more)";
        }
        return new Failure(ErrorCode.INVALID_FIELD, detail, errors, Optional.empty(), Map.of());
    }

    public Failure withHeader(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new Failure(code, detail, errors, instance, more);
    }

    /** Tells the caller when to come back; rounded up to whole seconds, at least one. */
    public Failure retryAfter(Duration wait) {
        return withHeader(
                "Retry-After", Long.toString(Math.max(1, wait.plusMillis(999).toSeconds())));
    }
}
