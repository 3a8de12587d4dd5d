package dev.modelyard.standalone.process;

import java.nio.file.Path;
import java.time.Duration;

/** One process of the stack, started and stopped as often as needed. Not for several threads at once. */
public interface Member {
    String name();

    Path log();

    /**
     * Starts the process and returns when it serves.
     *
     * @throws StartFailedException if it ended first, or took too long
     */
    void start() throws InterruptedException;

    /** Asks it to end, waits, and ends it by force when it took longer than that. No effect where it does not run. */
    void stop(Duration patience);

    /** The running process. */
    ProcessHandle process();

    /** Text on its command line that tells it from others. */
    String mark();
}
