package dev.modelyard.api.job;

import java.util.Locale;

/** What a run is to its job. */
enum RunState {
    /** Its events count. */
    BOUND,
    /** It lost, and was told so; its events count no more. */
    SUPERSEDED,
    /** It has said its last word. */
    ENDED;

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
