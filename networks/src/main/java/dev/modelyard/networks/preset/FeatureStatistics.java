package dev.modelyard.networks.preset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the training rows say of one column.
 *
 * @param deviation above zero
 * @param edges rising edges of bins that hold about equally many rows each, at least two
 */
public record FeatureStatistics(float mean, float deviation, List<Float> edges) {
    /**
     * What is taken for a column that nobody has seen: about zero, mostly within 1, hardly ever beyond 3. A change of it changes
     * every model that was never trained.
     */
    public static final FeatureStatistics UNSEEN =
            new FeatureStatistics(0, 1, List.of(-3f, -2.5f, -2f, -1.5f, -1f, -0.5f, 0f, 0.5f, 1f, 1.5f, 2f, 2.5f, 3f));

    public FeatureStatistics {
        edges = List.copyOf(edges);
        if (!Float.isFinite(mean) || !Float.isFinite(deviation) || deviation <= 0) {
            throw new IllegalArgumentException(
                    "feature: mean must be finite and deviation positive, not " + mean + " and " + deviation);
        }
        if (edges.size() < 2) {
            throw new IllegalArgumentException("feature: edges must be at least two");
        }
    }

    /**
     * Statistics of a column. Equal quantiles make one edge, so a column of few values has fewer bins; one of a single
     * value has deviation 1.
     *
     * @param column finite numbers, at least one
     */
    public static FeatureStatistics of(float[] column, int bins) {
        if (column.length == 0 || bins < 1) {
            throw new IllegalArgumentException("feature: the column and the number of bins must not be empty");
        }
        double sum = 0;
        for (float value : column) {
            sum += value;
        }
        double mean = sum / column.length;
        double squares = 0;
        for (float value : column) {
            squares += (value - mean) * (value - mean);
        }
        float deviation = (float) Math.sqrt(squares / column.length);
        // The mean of one repeated value is off by a rounding; only what is more than that is a spread.
        boolean spread = deviation > 1e-6 * Math.abs(mean) && deviation > Float.MIN_NORMAL;
        return new FeatureStatistics((float) mean, spread ? deviation : 1, quantiles(column, bins));
    }

    /**
     * Statistics of each column of a table.
     *
     * @param rows all of one width, at least one
     */
    public static List<FeatureStatistics> ofColumns(float[][] rows, int bins) {
        List<FeatureStatistics> statistics = new ArrayList<>();
        float[] column = new float[rows.length];
        for (int i = 0; i < rows[0].length; i++) {
            for (int row = 0; row < rows.length; row++) {
                column[row] = rows[row][i];
            }
            statistics.add(of(column, bins));
        }
        return statistics;
    }

    private static List<Float> quantiles(float[] column, int bins) {
        float[] sorted = column.clone();
        Arrays.sort(sorted);
        List<Float> edges = new ArrayList<>();
        for (int edge = 0; edge <= bins; edge++) {
            double place = (double) edge / bins * (sorted.length - 1);
            int below = (int) place;
            int above = Math.min(below + 1, sorted.length - 1);
            float value = (float) (sorted[below] + (place - below) * (sorted[above] - sorted[below]));
            if (edges.isEmpty() || value > edges.getLast()) {
                edges.add(value);
            }
        }
        if (edges.size() == 1) {
            float only = edges.getFirst();
            edges.add(only + Math.max(1, Math.abs(only) / 1000));
        }
        return edges;
    }
}
