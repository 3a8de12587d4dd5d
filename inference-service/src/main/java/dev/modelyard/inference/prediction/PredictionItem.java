package dev.modelyard.inference.prediction;

import dev.modelyard.contracts.error.ErrorCode;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is answered for one input. */
@Schema(oneOf = {PredictionItem.ClassItem.class, PredictionItem.ValueItem.class, PredictionItem.FailedItem.class})
public sealed interface PredictionItem {
    /** The most probable class, and the {@code top_k} most probable ones. */
    record ClassItem(String label, int labelId, double probability, List<Candidate> top) implements PredictionItem {
        public ClassItem {
            top = List.copyOf(top);
        }
    }

    /** A class and its probability; ids count from 0. */
    record Candidate(String label, int labelId, double probability) {}

    /** The predicted number. */
    record ValueItem(double value) implements PredictionItem {}

    /** This input has no answer; the others have theirs. */
    record FailedItem(Reason error) implements PredictionItem {}

    /** Why there is no answer. */
    record Reason(ErrorCode code, String message) {}
}
