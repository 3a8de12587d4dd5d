package dev.modelyard.api.webhook;

import java.time.Duration;
import java.util.Optional;

/** What a try came to. */
sealed interface Reply {
    /** The receiver has taken the message. */
    record Taken(int status) implements Reply {}

    /** The receiver wants no more messages. */
    record Gone(int status) implements Reply {}

    /**
     * The receiver has not taken the message.
     *
     * @param retryAfter when it wants to be asked again
     */
    record Refused(int status, Optional<Duration> retryAfter) implements Reply {}

    /** There was no answer; or nothing was sent, because nothing may be. */
    record Missing(String reason) implements Reply {}
}
