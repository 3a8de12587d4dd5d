package dev.modelyard.api.deployment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** How a deployment stands; never stored, always what is wanted against what live replicas hold. */
public enum DeploymentState {
    /** Wanted, and no live replica holds it at its revision yet, or any more. */
    STARTING,
    /** A live replica answers predictions at its revision. */
    READY,
    /** Wanted, and a replica said that it cannot be loaded. */
    FAILED,
    /** No longer wanted, and a live replica still holds it. */
    STOPPING,
    /** Not wanted, and held by none. */
    STOPPED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The state of that wire name.
     *
     * @throws IllegalArgumentException if there is none
     */
    @JsonCreator
    public static DeploymentState of(String wireName) {
        return Arrays.stream(values())
                .filter(state -> state.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown state: " + wireName));
    }
}
