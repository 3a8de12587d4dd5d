package dev.modelyard.modellibrary.metrics;

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

    /** The mean F1 of the classes that occur as truth or answer; a class never answered rightly has 0. NaN without any. */
    public double macroF1() {
        double sum = 0;
        int occurring = 0;
        for (int label = 0; label < counts.length; label++) {
            long truths = 0;
            long answers = 0;
            for (int other = 0; other < counts.length; other++) {
                truths += counts[label][other];
                answers += counts[other][label];
            }
            if (truths + answers > 0) {
                occurring++;
                sum += 2.0 * counts[label][label] / (truths + answers);
            }
        }
        return sum / occurring;
    }
}
