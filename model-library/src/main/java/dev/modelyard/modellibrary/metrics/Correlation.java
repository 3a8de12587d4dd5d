package dev.modelyard.modellibrary.metrics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** How predicted numbers go with true ones, whatever their scale. Not safe for concurrent use. */
public final class Correlation {
    private double[] truths = new double[256];
    private double[] answers = new double[256];
    private int count;

    /** Counts one answer. */
    public void add(double truth, double answer) {
        if (count == truths.length) {
            truths = Arrays.copyOf(truths, 2 * count);
            answers = Arrays.copyOf(answers, 2 * count);
        }
        truths[count] = truth;
        answers[count++] = answer;
    }

    /** Pearson's coefficient, −1 to 1; NaN where one side is constant. */
    public double pearson() {
        return pearson(Arrays.copyOf(truths, count), Arrays.copyOf(answers, count));
    }

    /** Spearman's coefficient, −1 to 1: Pearson's of the ranks, equals sharing theirs; NaN where one side is constant. */
    public double spearman() {
        return pearson(ranks(Arrays.copyOf(truths, count)), ranks(Arrays.copyOf(answers, count)));
    }

    private static double pearson(double[] first, double[] second) {
        double meanOfFirst = Arrays.stream(first).average().orElse(Double.NaN);
        double meanOfSecond = Arrays.stream(second).average().orElse(Double.NaN);
        double product = 0;
        double squareOfFirst = 0;
        double squareOfSecond = 0;
        for (int i = 0; i < first.length; i++) {
            double one = first[i] - meanOfFirst;
            double other = second[i] - meanOfSecond;
            product += one * other;
            squareOfFirst += one * one;
            squareOfSecond += other * other;
        }
        return product / Math.sqrt(squareOfFirst * squareOfSecond);
    }

    private static double[] ranks(double[] values) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] ranks = new double[values.length];
        int from = 0;
        while (from < order.length) {
            int to = from + 1;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order[i]] = (from + to - 1) / 2.0;
            }
            from = to;
        }
        return ranks;
    }
}
