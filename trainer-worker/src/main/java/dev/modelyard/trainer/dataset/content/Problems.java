package dev.modelyard.trainer.dataset.content;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.trainer.run.JobFailedException;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with content: all is counted, the first few are told. Not safe for use by several threads. */
public final class Problems {
    private static final int TOLD = 20;
    private static final int SHOWN_LENGTH = 60;

    private final List<String> told = new ArrayList<>();
    private long count;

    void add(Place place, String what) {
        add(place + ": " + what);
    }

    void add(String what) {
        count++;
        if (told.size() < TOLD) {
            told.add(what);
        }
    }

    boolean none() {
        return count == 0;
    }

    /**
     * Ends the import if anything is wrong.
     *
     * @throws JobFailedException with everything that is told
     */
    public void check() {
        if (count == 0) {
            return;
        }
        if (count == 1) {
            throw new JobFailedException(ErrorCode.INVALID_DATA, told.getFirst());
        }
        String rest = count > told.size() ? "\n… and " + (count - told.size()) + " more" : "";
        throw new JobFailedException(ErrorCode.INVALID_DATA, count + " problems:\n" + String.join("\n", told) + rest);
    }

    /** A failure that leaves nothing else to look at. */
    public static JobFailedException failure(String what) {
        return new JobFailedException(ErrorCode.INVALID_DATA, what);
    }

    /** A value of the content as messages have it: quoted, cut, without control characters. */
    static String shown(String value) {
        StringBuilder text = new StringBuilder("\"");
        value.codePoints().limit(SHOWN_LENGTH).forEach(c -> text.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return text.append(value.codePointCount(0, value.length()) > SHOWN_LENGTH ? "…\"" : "\"")
                .toString();
    }

    /** Why a text is no JSON, without the parser's advice on its own settings. */
    static String reason(JsonProcessingException e) {
        return e instanceof StreamConstraintsException
                ? "it is nested too deeply, or a number or name in it is too long"
                : e.getOriginalMessage();
    }
}
