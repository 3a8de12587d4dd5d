package dev.modelyard.modellibrary.metrics;

import java.util.Arrays;
import java.util.stream.IntStream;

/** How often each class was answered for each class, and the figures that follow from it. Not safe for concurrent use. */
public final class Confusion {
    private final long[][] counts;
    private long total;

    public Confusion(int classes) {
        this.counts = new long[classes][classes];
    }

    /** Counts one answer. */
    public void add(int truth, int answer) {
        counts[truth][answer]++;
        total++;
    }

    public int classes() {
        return counts.length;
    }

    public long total() {
        return total;
    }

    /** How often {@code answer} was given where {@code truth} was right. */
    public long count(int truth, int answer) {
        return counts[truth][answer];
    }

    /** The share of right answers; NaN without any. */
    public double accuracy() {
        long right = 0;
        for (int label = 0; label < counts.length; label++) {
            right += counts[label][label];
        }
        return (double) right / total;
    }

    /** How many examples are of a class. */
    public long truths(int label) {
        return Arrays.stream(counts[label]).sum();
    }

    private long answers(int label) {
        return Arrays.stream(counts).mapToLong(row -> row[label]).sum();
    }

    /** Share of the answers with this class that are right; 0 where there are none. */
    public double precision(int label) {
        return share(counts[label][label], answers(label));
    }

    /** Share of the examples of this class that are answered so; 0 where there are none. */
    public double recall(int label) {
        return share(counts[label][label], truths(label));
    }

    /** The harmonic mean of precision and recall; 0 for a class never answered rightly. */
    public double f1(int label) {
        return share(2 * counts[label][label], truths(label) + answers(label));
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    /** The mean F1 of the classes that occur as truth or answer; NaN without any. */
    public double macroF1() {
        return IntStream.range(0, counts.length)
                .filter(label -> truths(label) + answers(label) > 0)
                .mapToDouble(this::f1)
                .average()
                .orElse(Double.NaN);
    }
}
