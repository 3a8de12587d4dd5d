package dev.modelyard.servicekit.paging;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.FieldError;
import dev.modelyard.servicekit.problem.ProblemException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sort keys of the last item of a page. Callers see it as an opaque text; whatever text they send back is either
 * read or answered 400, so the Store gets as many keys as it asks for and nothing else is promised about them.
 */
public record Cursor(List<String> keys) {
    private static final ObjectMapper MAPPER = Json.mapper();
    private static final int LONGEST = 2048;

    public Cursor {
        keys = List.copyOf(keys);
    }

    public static Cursor of(Object... keys) {
        return new Cursor(List.of(keys).stream().map(Object::toString).toList());
    }

    public String encode() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.writeBytes(keys));
    }

    /** @throws ProblemException 400 if the text is no cursor */
    public static Cursor decode(String text) {
        if (text.length() > LONGEST) {
            throw notACursor(null);
        }
        try {
            return new Cursor(
                    MAPPER.readValue(Base64.getUrlDecoder().decode(text), new TypeReference<List<String>>() {}));
        } catch (IllegalArgumentException | IOException | NullPointerException e) {
            throw notACursor(e);
        }
    }

    /** The key at that place as a text; 400 if the cursor has none. */
    public String text(int place) {
        if (place >= keys.size()) {
            throw notACursor(null);
        }
        return keys.get(place);
    }

    /** The key at that place as a number; 400 if it is none. */
    public long number(int place) {
        try {
            return Long.parseLong(text(place));
        } catch (NumberFormatException e) {
            throw notACursor(e);
        }
    }

    /** The key at that place as a time; 400 if it is none. */
    public Instant time(int place) {
        try {
            return Instant.parse(text(place));
        } catch (DateTimeException e) {
            throw notACursor(e);
        }
    }

    private static ProblemException notACursor(@Nullable Exception cause) {
        Failure failure =
                Failure.ofFields(List.of(new FieldError("cursor", "is not one that this list has given out")));
        return cause == null ? new ProblemException(failure) : new ProblemException(failure, cause);
    }
}
