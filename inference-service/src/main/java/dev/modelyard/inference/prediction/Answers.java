package dev.modelyard.inference.prediction;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.inference.batching.Outcome;
import dev.modelyard.modellibrary.prediction.Classification;
import dev.modelyard.modellibrary.prediction.Prediction;
import dev.modelyard.modellibrary.prediction.Regression;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.FieldError;
import dev.modelyard.servicekit.problem.ProblemException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Words outcomes for the caller. */
final class Answers {
    private Answers() {}

    /**
     * An item for each input.
     *
     * @param outcomes those of the readable inputs, in their order
     */
    static List<PredictionItem> items(List<Input> inputs, List<Outcome> outcomes, int top) {
        Iterator<Outcome> outcome = outcomes.iterator();
        List<PredictionItem> items = new ArrayList<>(inputs.size());
        for (int position = 0; position < inputs.size(); position++) {
            items.add(
                    switch (inputs.get(position)) {
                        case Input.Usable _ -> item(position, outcome.next(), top);
                        case Input.Unusable unusable -> failed(position, ErrorCode.INVALID_DATA, unusable.message());
                    });
        }
        return List.copyOf(items);
    }

    /** The problem of a call none of whose inputs has an answer. If one of them is the platform's fault, that is what it is. */
    static ProblemException allFailed(List<PredictionItem> items) {
        List<PredictionItem.Reason> reasons = items.stream()
                .<PredictionItem.Reason>mapMulti((item, each) -> {
                    if (item instanceof PredictionItem.FailedItem(PredictionItem.Reason reason)) {
                        each.accept(reason);
                    }
                })
                .toList();
        PredictionItem.Reason worst = reasons.stream()
                .filter(reason -> reason.code().category() != ErrorCode.Category.CALLER)
                .findFirst()
                .orElse(reasons.getFirst());
        List<FieldError> errors = reasons.stream().map(Answers::fieldError).toList();
        return new ProblemException(new Failure(worst.code(), worst.message(), errors, Optional.empty(), Map.of()));
    }

    private static FieldError fieldError(PredictionItem.Reason reason) {
        int colon = reason.message().indexOf(": ");
        return new FieldError(
                reason.message().substring(0, colon), reason.message().substring(colon + 2));
    }

    private static PredictionItem item(int position, Outcome outcome, int top) {
        return switch (outcome) {
            case Outcome.Predicted(Prediction prediction) -> predicted(prediction, top);
            case Outcome.Rejected(ErrorCode code, String message) -> failed(position, code, message);
        };
    }

    private static PredictionItem predicted(Prediction prediction, int top) {
        return switch (prediction) {
            case Classification classification ->
                new PredictionItem.ClassItem(
                        classification.label(),
                        classification.id(),
                        classification.probability(),
                        classification.top(top).stream()
                                .map(each -> new PredictionItem.Candidate(each.label(), each.id(), each.probability()))
                                .toList());
            case Regression(double value) -> new PredictionItem.ValueItem(value);
        };
    }

    private static PredictionItem failed(int position, ErrorCode code, String message) {
        return new PredictionItem.FailedItem(new PredictionItem.Reason(code, "inputs[" + position + "]: " + message));
    }
}
