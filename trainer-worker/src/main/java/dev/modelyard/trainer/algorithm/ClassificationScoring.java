package dev.modelyard.trainer.algorithm;

import dev.modelyard.modellibrary.metrics.Confusion;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.trainer.training.Scores;
import dev.modelyard.trainer.training.Scoring;
import java.nio.LongBuffer;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/** Scores probabilities (batch × classes) against class ids: {@code loss}, {@code accuracy}, {@code macro_f1}. */
public final class ClassificationScoring implements Scoring {
    static final String ACCURACY = "accuracy";

    private static final double LEAST = 1e-12;

    private final Merit merit;
    private final Confusion confusion;
    private double loss;

    /** What selects an epoch. */
    public enum Merit {
        /** The least validation loss, which few examples measure better than accuracy. */
        LOSS,
        /** The best accuracy; of equals, the least loss. */
        ACCURACY
    }

    public ClassificationScoring(int classes, Merit merit) {
        this.confusion = new Confusion(classes);
        this.merit = merit;
    }

    @Override
    public void add(Tensor output, Tensor target) {
        float[] probabilities = output.toFloats();
        LongBuffer truths = target.data().asLongBuffer();
        int classes = confusion.classes();
        for (int example = 0; truths.hasRemaining(); example++) {
            int truth = (int) truths.get();
            int best = 0;
            for (int label = 1; label < classes; label++) {
                if (probabilities[example * classes + label] > probabilities[example * classes + best]) {
                    best = label;
                }
            }
            confusion.add(truth, best);
            loss -= Math.log(Math.max(LEAST, probabilities[example * classes + truth]));
        }
    }

    @Override
    public Scores scores() {
        SequencedMap<String, Double> values = new LinkedHashMap<>();
        double mean = loss / confusion.total();
        values.put("loss", mean);
        values.put(ACCURACY, confusion.accuracy());
        values.put("macro_f1", confusion.macroF1());
        return switch (merit) {
            case LOSS -> new Scores(values, -mean, Optional.of(confusion));
            case ACCURACY -> new Scores(values, confusion.accuracy() - 1e-9 * mean, Optional.of(confusion));
        };
    }
}
