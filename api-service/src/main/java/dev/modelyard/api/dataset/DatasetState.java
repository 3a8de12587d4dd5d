package dev.modelyard.api.dataset;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far a dataset is. */
public enum DatasetState {
    /** It has no version. */
    EMPTY,
    /** A job that makes a version of it has not ended. */
    IMPORTING,
    /** It has a version to train with. */
    READY;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
