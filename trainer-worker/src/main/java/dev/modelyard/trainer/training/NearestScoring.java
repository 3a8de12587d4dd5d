package dev.modelyard.trainer.training;

import dev.modelyard.networks.weights.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;

/** Keeps of similarities (batch × examples) the largest of each row, with the truth about it. */
final class NearestScoring implements Scoring {
    private final int most;
    private final List<Row> rows = new ArrayList<>();

    /**
     * What one example is like.
     *
     * @param examples the most similar first
     * @param similarities theirs
     * @param truth its own class
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Row(int[] examples, float[] similarities, int truth) {}

    /** @param most how many of a row are kept */
    NearestScoring(int most) {
        this.most = most;
    }

    @Override
    public void add(Tensor output, Tensor target) {
        float[] values = output.toFloats();
        int examples = Math.toIntExact(output.shape().size(1));
        int[] truths = Truths.of(target);
        for (int row = 0; row < truths.length; row++) {
            int begin = row * examples;
            int[] nearest = IntStream.range(0, examples)
                    .boxed()
                    .sorted((a, b) -> Float.compare(values[begin + b], values[begin + a]))
                    .limit(most)
                    .mapToInt(Integer::intValue)
                    .toArray();
            float[] similarities = new float[nearest.length];
            for (int i = 0; i < nearest.length; i++) {
                similarities[i] = values[begin + nearest[i]];
            }
            rows.add(new Row(nearest, similarities, truths[row]));
        }
    }

    List<Row> rows() {
        return rows;
    }

    @Override
    public Scores scores() {
        return new Scores(new LinkedHashMap<>(), 0);
    }
}
