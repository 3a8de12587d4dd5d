package dev.modelyard.servicekit.upload;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.servicekit.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code multipart/form-data} (RFC 7578) part by part while it arrives. The content of a part must be read, or is
 * skipped, before the next part is asked for.
 */
public final class Multipart {
    private static final Pattern BOUNDARY =
            Pattern.compile("boundary=(?:\"([^\"]{1,70})\"|([^\\s;,\"]{1,70}))", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("[;\\s]name=\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern FILE_NAME = Pattern.compile("[;\\s]filename=\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern ENCODED_FILE_NAME =
            Pattern.compile("[;\\s]filename\\*=utf-8''([^;\\s]*)", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_HEADERS = 8 * 1024;

    private final PartStream stream;

    private Multipart(PartStream stream) {
        this.stream = stream;
    }

    /** Begins to read a body of this {@code Content-Type}. */
    public static Multipart open(InputStream body, String contentType) {
        Matcher matcher = BOUNDARY.matcher(contentType);
        if (!matcher.find()) {
            throw broken("its Content-Type names no boundary");
        }
        String boundary = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return new Multipart(new PartStream(body, boundary.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** The next part; empty after the last. */
    public Optional<Upload> next() throws IOException {
        stream.toNextPart();
        if (stream.atEnd()) {
            return Optional.empty();
        }
        Map<String, String> headers = headers();
        String disposition = headers.getOrDefault("content-disposition", "");
        Optional<String> given = parameter(FILE_NAME, disposition).or(() -> encodedFileName(disposition));
        return Optional.of(new Upload(
                parameter(NAME, disposition),
                given.map(Multipart::withoutFolder),
                given,
                Optional.ofNullable(headers.get("content-type")),
                stream));
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new HashMap<>();
        int size = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            size += line.length();
            int colon = line.indexOf(':');
            if (colon < 1 || size > LONGEST_HEADERS) {
                throw broken("a part has broken headers");
            }
            headers.put(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int value = stream.read(); value != '\n'; value = stream.read()) {
            if (value < 0 || line.size() > LONGEST_HEADERS) {
                throw broken("a part has broken headers");
            }
            line.write(value);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    /** The quoted value that follows; empty if there is none or its end is missing. */
    private static Optional<String> parameter(Pattern beginning, String header) {
        Matcher matcher = beginning.matcher(header);
        if (!matcher.find()) {
            return Optional.empty();
        }
        StringBuilder value = new StringBuilder();
        for (int at = matcher.end(); at < header.length(); at++) {
            char next = header.charAt(at);
            if (next == '"') {
                return Optional.of(value.toString());
            }
            if (next == '\\' && at + 1 < header.length()) {
                at++;
                next = header.charAt(at);
            }
            value.append(next);
        }
        return Optional.empty();
    }

    /** The form of RFC 5987, which RFC 7578 forbids here and older clients send for names that are not ASCII. */
    private static Optional<String> encodedFileName(String header) {
        Matcher matcher = ENCODED_FILE_NAME.matcher(header);
        if (!matcher.find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(URLDecoder.decode(matcher.group(1).replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw broken("a file name is not readable");
        }
    }

    private static String withoutFolder(String name) {
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }

    static ProblemException broken(String why) {
        return new ProblemException(ErrorCode.MALFORMED_REQUEST, "The multipart body is broken: " + why + ".");
    }
}
