package dev.modelyard.trainer.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the nearest examples vote, and how much that counts.
 *
 * @param nearest how many vote
 * @param temperature that their similarities are divided by before the softmax
 * @param share of their votes in the answer; 0: they do not count
 */
record Vote(int nearest, double temperature, double share) {
    static final int MOST = 64;
    private static final Vote NONE = new Vote(1, 1, 0);
    private static final List<Integer> NUMBERS = List.of(1, 2, 4, 8, 16, 32, MOST);
    private static final List<Double> TEMPERATURES = List.of(.01, .02, .05, .1, .2, .5);
    private static final int TENTHS = 10;
    private static final double LEAST = 1e-9;

    /**
     * The vote with the least log loss, if it is less than that of the network alone by more than its standard error: among so many votes
     * one always seems to be better.
     *
     * @param probabilities what the network answers without it
     * @param classes of the examples that vote
     */
    static Vote best(List<NearestScoring.Row> rows, List<float[]> probabilities, int[] classes) {
        double[] alone = losses(rows, probabilities, classes, NONE);
        double most = 0;
        Vote best = NONE;
        for (Vote vote : candidates(classes.length)) {
            double[] gains = losses(rows, probabilities, classes, vote);
            Arrays.setAll(gains, i -> alone[i] - gains[i]);
            double gain = mean(gains);
            if (gain > most && gain > standardError(gains, gain)) {
                most = gain;
                best = vote;
            }
        }
        return best;
    }

    private static List<Vote> candidates(int examples) {
        List<Vote> candidates = new ArrayList<>();
        for (int nearest : NUMBERS) {
            for (double temperature : TEMPERATURES) {
                for (int tenths = 1; tenths < TENTHS && nearest <= examples; tenths++) {
                    candidates.add(new Vote(nearest, temperature, (double) tenths / TENTHS));
                }
            }
        }
        return candidates;
    }

    private static double[] losses(
            List<NearestScoring.Row> rows, List<float[]> probabilities, int[] classes, Vote vote) {
        double[] losses = new double[rows.size()];
        for (int i = 0; i < losses.length; i++) {
            NearestScoring.Row row = rows.get(i);
            double mixed = (1 - vote.share) * probabilities.get(i)[row.truth()] + vote.share * vote.votes(row, classes);
            losses[i] = -Math.log(Math.max(LEAST, mixed));
        }
        return losses;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }

    private static double standardError(double[] values, double mean) {
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return Math.sqrt(squares / values.length / Math.max(1, values.length - 1));
    }

    /** What part of the votes the true class gets. */
    private double votes(NearestScoring.Row row, int[] classes) {
        double all = 0;
        double right = 0;
        for (int i = 0; i < Math.min(nearest, row.examples().length); i++) {
            double weight = Math.exp((row.similarities()[i] - row.similarities()[0]) / temperature);
            all += weight;
            if (classes[row.examples()[i]] == row.truth()) {
                right += weight;
            }
        }
        return right / all;
    }
}
