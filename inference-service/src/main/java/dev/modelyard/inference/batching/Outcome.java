package dev.modelyard.inference.batching;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.modellibrary.prediction.Prediction;

/** What became of one input. */
public sealed interface Outcome {
    /** The model's answer; all its numbers are finite. */
    record Predicted(Prediction prediction) implements Outcome {}

    /** There is no answer for this input, and why; the others of its call are not touched by that. */
    record Rejected(ErrorCode code, String message) implements Outcome {}
}
