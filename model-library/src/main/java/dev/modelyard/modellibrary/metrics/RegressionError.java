package dev.modelyard.modellibrary.metrics;

/** The error of predicted numbers. Not safe for concurrent use. */
public final class RegressionError {
    private long count;
    private double absolute;
    private double squared;
    private double mean;
    private double spread;

    /** Counts one answer. */
    public void add(double truth, double answer) {
        double error = answer - truth;
        absolute += Math.abs(error);
        squared += error * error;
        count++;
        double fromMean = truth - mean;
        mean += fromMean / count;
        spread += fromMean * (truth - mean);
    }

    public long count() {
        return count;
    }

    /** Mean absolute error; NaN without any answer. */
    public double mae() {
        return absolute / count;
    }

    /** Root of the mean squared error; NaN without any answer. */
    public double rmse() {
        return Math.sqrt(squared / count);
    }

    /**
     * Share of the variance explained: 1 is perfect, 0 as good as the mean, below that worse. Where all truths are equal it is 1
     * if every answer is right and 0 otherwise.
     */
    public double r2() {
        if (spread == 0) {
            return squared == 0 ? 1 : 0;
        }
        return 1 - squared / spread;
    }
}
