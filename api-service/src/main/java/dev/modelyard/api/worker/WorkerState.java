package dev.modelyard.api.worker;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a worker does. */
public enum WorkerState {
    /** It takes jobs. */
    LIVE,
    /** It ends, and takes nothing more. */
    STOPPING,
    /** It has not been heard of. */
    LOST;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
