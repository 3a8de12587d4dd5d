package dev.modelyard.contracts.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a job queues: each lane has a topic, a share group and slots of its own on every worker. */
public enum Lane {
    /** Imports, splits, evaluations: minutes at most, a few at a time on a worker. */
    SHORT,
    /** Training on processors: one at a time on a worker. */
    CPU,
    /** Training on GPUs: one at a time on a worker. */
    GPU;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The lane of that wire name, if there is one. */
    public static Optional<Lane> named(String wireName) {
        return Arrays.stream(values())
                .filter(lane -> lane.wireName().equals(wireName))
                .findFirst();
    }

    @JsonCreator
    public static Lane of(String wireName) {
        return named(wireName).orElseThrow(() -> new IllegalArgumentException("unknown lane: " + wireName));
    }
}
