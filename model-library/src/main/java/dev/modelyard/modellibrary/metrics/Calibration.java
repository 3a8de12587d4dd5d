package dev.modelyard.modellibrary.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * How sure a classifier may be: the temperature that its logits are to be divided by, so that its probabilities are those of being right
 * (Guo et al. 2017). Which class is the most probable stays as it was. Not safe for concurrent use.
 */
public final class Calibration {
    private static final double LEAST = 1e-12;
    private static final double LOWEST = 0.05;
    private static final double HIGHEST = 20;
    private static final int ROUNDS = 60;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    private final List<double[]> logarithms = new ArrayList<>();
    private final List<Integer> truths = new ArrayList<>();

    /** Counts one answer: the probability of each class, and the class that is right. */
    public void add(float[] probabilities, int truth) {
        double[] logarithm = new double[probabilities.length];
        for (int i = 0; i < logarithm.length; i++) {
            logarithm[i] = Math.log(Math.max(LEAST, probabilities[i]));
        }
        logarithms.add(logarithm);
        truths.add(truth);
    }

    public int count() {
        return truths.size();
    }

    /** The temperature under which the answers counted are the likeliest; below 1 makes surer. NaN without any. */
    public double temperature() {
        if (truths.isEmpty()) {
            return Double.NaN;
        }
        // The loss has one minimum over the logarithm of the temperature: golden-section search.
        double from = Math.log(LOWEST);
        double to = Math.log(HIGHEST);
        for (int round = 0; round < ROUNDS; round++) {
            double left = to - GOLDEN * (to - from);
            double right = from + GOLDEN * (to - from);
            if (loss(Math.exp(left)) < loss(Math.exp(right))) {
                to = right;
            } else {
                from = left;
            }
        }
        return Math.exp((from + to) / 2);
    }

    /** The mean negative log-likelihood under a temperature. */
    public double loss(double temperature) {
        double sum = 0;
        for (int i = 0; i < truths.size(); i++) {
            double[] logarithm = logarithms.get(i);
            double most = Double.NEGATIVE_INFINITY;
            for (double value : logarithm) {
                most = Math.max(most, value / temperature);
            }
            double whole = 0;
            for (double value : logarithm) {
                whole += Math.exp(value / temperature - most);
            }
            sum += most + Math.log(whole) - logarithm[truths.get(i)] / temperature;
        }
        return sum / truths.size();
    }
}
