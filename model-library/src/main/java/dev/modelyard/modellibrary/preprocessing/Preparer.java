package dev.modelyard.modellibrary.preprocessing;

import dev.modelyard.modellibrary.sample.InvalidSampleException;
import dev.modelyard.modellibrary.sample.Sample;

/** Makes samples ready for one network. Safe for concurrent use. */
public interface Preparer extends AutoCloseable {
    /**
     * Makes one sample ready.
     *
     * @throws InvalidSampleException if it is of another kind or cannot be read; others are not touched by that
     */
    Prepared prepare(Sample sample);

    /** A sample that stands for any, to warm a network up with and to measure it. */
    Prepared blank();

    /** Frees what is not in Java's memory. No call may be running or follow. */
    @Override
    default void close() {}
}
