package dev.modelyard.api.webhook;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** How a delivery stands. */
public enum DeliveryState {
    /** Is tried, now or later. */
    PENDING,
    /** The receiver has taken it. */
    DELIVERED,
    /** The receiver has not taken it, and it is not tried any more. */
    FAILED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The state of that wire name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static DeliveryState of(String wireName) {
        return Arrays.stream(values())
                .filter(state -> state.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown state: " + wireName));
    }
}
