package dev.modelyard.inference.prediction;

import dev.modelyard.modellibrary.sample.Sample;

/** One input of a call, as far as it could be read. */
sealed interface Input {
    /** It has the shape of the task's inputs. */
    record Usable(Sample sample) implements Input {}

    /** It has not; the message continues a sentence that begins with its position. */
    record Unusable(String message) implements Input {}
}
