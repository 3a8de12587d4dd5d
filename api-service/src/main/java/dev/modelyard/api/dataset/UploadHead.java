package dev.modelyard.api.dataset;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.Locale;
import java.util.Optional;

/**
 * What an upload says of itself before its content is read; an upload that is sent again says the same.
 *
 * @param mediaType without parameters: the boundary of a form is another each time
 * @param digest of the content (RFC 9530), where the caller says it
 */
record UploadHead(Optional<String> mediaType, Optional<Long> length, Optional<String> digest) {
    private static final String CONTENT_DIGEST = "Content-Digest";

    static UploadHead of(HttpHeaders headers) {
        return new UploadHead(
                header(headers, HttpHeaders.CONTENT_TYPE).map(UploadHead::withoutParameters),
                header(headers, HttpHeaders.CONTENT_LENGTH)
                        .filter(text -> text.matches("[0-9]{1,18}"))
                        .map(Long::valueOf),
                header(headers, CONTENT_DIGEST));
    }

    /** How long the content is at least, 0 if that cannot be told: a form is longer than what it holds. */
    long announced() {
        return mediaType.filter(type -> type.startsWith("multipart/")).isPresent() ? 0 : length.orElse(0L);
    }

    private static String withoutParameters(String type) {
        return type.toLowerCase(Locale.ROOT).replaceFirst(";.*", "").strip();
    }

    private static Optional<String> header(HttpHeaders headers, String name) {
        return Optional.ofNullable(headers.getHeaderString(name));
    }
}
