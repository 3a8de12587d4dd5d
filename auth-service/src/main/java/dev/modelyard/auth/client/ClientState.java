package dev.modelyard.auth.client;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether a client gets tokens. */
public enum ClientState {
    ACTIVE,
    /** Its time is over; it can be given more. */
    EXPIRED,
    /** Gone for good. */
    REVOKED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
