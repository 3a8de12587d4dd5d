package dev.modelyard.api.dataset;

import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an upload says of itself before its content is read; an upload that is sent again says the same.
 *
 * @param mediaType without parameters: the boundary of a form is another each time
 * @param digest of the content (RFC 9530), where the caller says it
 */
public record UploadHead(Optional<String> mediaType, Optional<Long> length, Optional<String> digest) {
    static final String CONTENT_DIGEST = "Content-Digest";

    private static final String SHA_256 = "sha-256=";
    private static final Pattern DIGEST = Pattern.compile("sha-256=:([A-Za-z0-9+/]{43}=):");

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
        return announcedAsForm() ? 0 : length.orElse(0L);
    }

    /**
     * The SHA-256 of the content as the caller says it, in hexadecimal; a form's is of the form and not of what it holds.
     *
     * @throws ProblemException 400 if it is there and not readable
     */
    Optional<String> sha256() {
        if (digest.isEmpty() || announcedAsForm()) {
            return Optional.empty();
        }
        return Arrays.stream(digest.get().split(","))
                .map(String::strip)
                .filter(member -> member.startsWith(SHA_256))
                .map(UploadHead::hexadecimal)
                .findFirst();
    }

    private boolean announcedAsForm() {
        return mediaType.filter(type -> type.startsWith("multipart/")).isPresent();
    }

    private static String hexadecimal(String member) {
        Matcher matcher = DIGEST.matcher(member);
        if (!matcher.matches()) {
            throw ProblemException.invalidField(CONTENT_DIGEST, "must have the form sha-256=:base64 of 32 bytes:");
        }
        return HexFormat.of().formatHex(Base64.getDecoder().decode(matcher.group(1)));
    }

    private static String withoutParameters(String type) {
        return type.toLowerCase(Locale.ROOT).replaceFirst(";.*", "").strip();
    }

    private static Optional<String> header(HttpHeaders headers, String name) {
        return Optional.ofNullable(headers.getHeaderString(name));
    }
}
