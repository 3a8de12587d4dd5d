package dev.modelyard.inference.batching;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.modellibrary.prediction.Classification;
import dev.modelyard.modellibrary.prediction.Prediction;
import dev.modelyard.modellibrary.prediction.Regression;
import dev.modelyard.modellibrary.prediction.ServableModel;
import dev.modelyard.modellibrary.preprocessing.Prepared;
import dev.modelyard.modellibrary.sample.InvalidSampleException;
import dev.modelyard.modellibrary.sample.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Prepares and runs a batch on a model, so that what is wrong with one input is answered for that input alone. */
final class ModelRun implements BatchQueue.Computation<Sample, Outcome> {
    private static final Logger LOG = Logger.getLogger(ModelRun.class);

    private final ServableModel model;

    ModelRun(ServableModel model) {
        this.model = model;
    }

    @Override
    public List<Outcome> compute(List<Sample> batch) {
        @Nullable Outcome[] outcomes = new Outcome[batch.size()];
        List<Prepared> prepared = new ArrayList<>(batch.size());
        List<Integer> positions = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            try {
                prepared.add(model.prepare(batch.get(i)));
                positions.add(i);
            } catch (InvalidSampleException e) {
                outcomes[i] = new Outcome.Rejected(ErrorCode.INVALID_DATA, message(e));
            } catch (RuntimeException e) {
                outcomes[i] = defect("prepare an input", e);
            }
        }
        List<Outcome> answers = prepared.isEmpty() ? List.of() : run(prepared);
        for (int i = 0; i < answers.size(); i++) {
            outcomes[positions.get(i)] = answers.get(i);
        }
        return List.copyOf(Arrays.asList(outcomes));
    }

    private List<Outcome> run(List<Prepared> prepared) {
        try {
            return model.run(prepared).stream().map(ModelRun::checked).toList();
        } catch (RuntimeException e) {
            if (prepared.size() > 1) {
                // One of them brought the whole run down; alone, the others have their answers.
                return prepared.stream()
                        .flatMap(one -> run(List.of(one)).stream())
                        .toList();
            }
            return List.of(defect("run a model", e));
        }
    }

    /** JSON has no NaN, and no caller could use one. */
    private static Outcome checked(Prediction prediction) {
        boolean finite =
                switch (prediction) {
                    case Classification classification ->
                        classification.candidates().stream()
                                .allMatch(candidate -> Double.isFinite(candidate.probability()));
                    case Regression regression -> Double.isFinite(regression.value());
                };
        return finite
                ? new Outcome.Predicted(prediction)
                : new Outcome.Rejected(ErrorCode.INVALID_DATA, "the model has no finite answer for it");
    }

    private static Outcome defect(String attempt, RuntimeException error) {
        UUID id = UUID.randomUUID();
        LOG.errorf(error, "%s: cannot %s", id, attempt);
        return new Outcome.Rejected(ErrorCode.INTERNAL, "something went wrong on our side; the log has it under " + id);
    }

    private static String message(InvalidSampleException e) {
        String message = e.getMessage();
        return message == null ? "it cannot be read" : message;
    }
}
