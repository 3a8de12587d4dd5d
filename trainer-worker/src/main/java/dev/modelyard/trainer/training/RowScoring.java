package dev.modelyard.trainer.training;

import dev.modelyard.networks.weights.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;

/** Keeps what a network answers, one row an example, with the class of each. */
final class RowScoring implements Scoring {
    private final List<float[]> rows = new ArrayList<>();
    private final List<Integer> truths = new ArrayList<>();

    @Override
    public void add(Tensor output, Tensor target) {
        float[] values = output.toFloats();
        int[] classes = Truths.of(target);
        int width = values.length / classes.length;
        for (int row = 0; row < classes.length; row++) {
            rows.add(Arrays.copyOfRange(values, row * width, (row + 1) * width));
            truths.add(classes[row]);
        }
    }

    List<float[]> rows() {
        return rows;
    }

    List<Integer> truths() {
        return truths;
    }

    @Override
    public Scores scores() {
        return new Scores(new LinkedHashMap<>(), 0);
    }
}
