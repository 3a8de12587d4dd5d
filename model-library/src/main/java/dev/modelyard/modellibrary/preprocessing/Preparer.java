package dev.modelyard.modellibrary.preprocessing;

import dev.modelyard.modellibrary.sample.InvalidSampleException;
import dev.modelyard.modellibrary.sample.Sample;

/** Makes samples ready for one network. Safe for concurrent use. */
public interface Preparer {
    /**
     * Makes one sample ready.
     *
     * @throws InvalidSampleException if it is of another kind or cannot be read; others are not touched by that
     */
    Prepared prepare(Sample sample);

    /** A sample that stands for any, to warm a network up with and to measure it. */
    Prepared blank();
}
