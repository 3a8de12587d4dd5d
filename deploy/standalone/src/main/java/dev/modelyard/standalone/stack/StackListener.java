package dev.modelyard.standalone.stack;

import java.time.Duration;

/** Is told how the stack is doing. */
public interface StackListener {
    /**
     * A process serves.
     *
     * @param ownTime since its own start
     * @param sinceStart since the stack began to start
     */
    void ready(String process, Duration ownTime, Duration sinceStart);

    /** Something an operator should read. */
    void notice(String sentence);
}
