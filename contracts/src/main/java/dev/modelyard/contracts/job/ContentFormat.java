package dev.modelyard.contracts.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/** The formats in which dataset content is uploaded. */
public enum ContentFormat {
    JSONL("jsonl"),
    CSV("csv"),
    ZIP("zip"),
    TAR_GZ("tar.gz");

    private final String wireName;

    ContentFormat(String wireName) {
        this.wireName = wireName;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    @JsonCreator
    public static ContentFormat of(String wireName) {
        return named(wireName).orElseThrow(() -> new IllegalArgumentException("unknown format: " + wireName));
    }

    /** The format of that name, if there is one. */
    public static Optional<ContentFormat> named(String wireName) {
        for (ContentFormat format : values()) {
            if (format.wireName.equals(wireName)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** The format a file of that name has by its ending ({@code .jsonl .csv .zip .tar.gz .tgz}), if known. */
    public static Optional<ContentFormat> byFileName(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        if (name.endsWith(".tgz")) {
            return Optional.of(TAR_GZ);
        }
        for (ContentFormat format : values()) {
            if (name.endsWith("." + format.wireName)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
