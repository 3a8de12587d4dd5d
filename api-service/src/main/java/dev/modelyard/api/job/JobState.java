package dev.modelyard.api.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Where a job stands. {@link JobTransitions} makes every move, and only those of {@link #next()}. */
public enum JobState {
    /** Waits in PostgreSQL for a free slot, or for its time after a retry. */
    QUEUED,
    /** Handed out over Kafka; no worker has said yet that it began. */
    DISPATCHED,
    /** Bound to a run that is alive. */
    RUNNING,
    /** Asked to stop after it was handed out; the run has not answered yet. */
    STOPPING,
    /** Ended with a result. */
    SUCCEEDED,
    /** Ended without a result; the error says why. */
    FAILED,
    /** Ended because its owner asked for it. */
    STOPPED;

    /** The states that a job can go to from here; from an end without a result only if its owner wants it to go on. */
    public Set<JobState> next() {
        return switch (this) {
            case QUEUED -> EnumSet.of(DISPATCHED, RUNNING, STOPPED);
            case DISPATCHED -> EnumSet.of(QUEUED, RUNNING, STOPPING, FAILED);
            case RUNNING -> EnumSet.of(QUEUED, STOPPING, SUCCEEDED, FAILED);
            case STOPPING -> EnumSet.of(SUCCEEDED, FAILED, STOPPED);
            case FAILED, STOPPED -> EnumSet.of(QUEUED);
            case SUCCEEDED -> EnumSet.noneOf(JobState.class);
        };
    }

    /** Whether nothing happens to the job any more by itself. */
    public boolean ended() {
        return switch (this) {
            case SUCCEEDED, FAILED, STOPPED -> true;
            case QUEUED, DISPATCHED, RUNNING, STOPPING -> false;
        };
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of that wire name, if there is one. */
    public static Optional<JobState> named(String wireName) {
        return Arrays.stream(values())
                .filter(state -> state.wireName().equals(wireName))
                .findFirst();
    }

    /**
     * The state of that wire name.
     *
     * @throws IllegalArgumentException if there is none
     */
    @JsonCreator
    public static JobState of(String wireName) {
        return named(wireName).orElseThrow(() -> new IllegalArgumentException("unknown state: " + wireName));
    }
}
