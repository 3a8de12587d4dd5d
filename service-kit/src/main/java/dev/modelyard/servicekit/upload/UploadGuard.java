package dev.modelyard.servicekit.upload;

import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens the body of an upload as a stream, whether it is the file itself or {@code multipart/form-data} with one part
 * that holds it. A resource takes the body as {@code InputStream}, runs on a virtual thread and copies
 * {@link Upload#content()} to where it belongs.
 */
public final class UploadGuard {
    private UploadGuard() {}

    /**
     * Opens the body.
     *
     * @param part the name of the part to take from a multipart body; parts before it are skipped
     * @throws ProblemException 413 at once if the announced length is over the limit, 400 if a multipart body is broken
     *     or has no such part
     */
    public static Upload open(InputStream body, HttpHeaders headers, String part, long limit) throws IOException {
        requireWithin(headers.getHeaderString(HttpHeaders.CONTENT_LENGTH), limit);
        Optional<String> type = Optional.ofNullable(headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
        if (!type.map(text -> text.toLowerCase(Locale.ROOT)).orElse("").startsWith("multipart/")) {
            return new Upload(
                    Optional.empty(), Optional.empty(), Optional.empty(), type, new LimitedInputStream(body, limit));
        }
        Multipart multipart = Multipart.open(new LimitedInputStream(body, limit), type.orElseThrow());
        for (Optional<Upload> next = multipart.next(); next.isPresent(); next = multipart.next()) {
            if (next.get().name().filter(part::equals).isPresent()) {
                return next.get();
            }
        }
        throw ProblemException.invalidField(part, "is missing: the form has no part of this name");
    }

    private static void requireWithin(@Nullable String length, long limit) {
        boolean number = length != null && length.matches("[0-9]{1,18}");
        if (number && Long.parseLong(length) > limit) {
            throw LimitedInputStream.tooLarge(limit);
        }
    }
}
