package dev.modelyard.trainer.training;

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
    private static final List<Integer> NUMBERS = List.of(1, 2, 4, 8, 16, 32, MOST);
    private static final List<Double> TEMPERATURES = List.of(.01, .02, .05, .1, .2, .5);
    private static final int TENTHS = 10;
    private static final double LEAST = 1e-9;

    /**
     * The vote with the least log loss; of equals, the one that counts less.
     *
     * @param probabilities what the network answers without it
     * @param classes of the examples that vote
     */
    static Vote best(List<NearestScoring.Row> rows, List<float[]> probabilities, int[] classes) {
        Vote best = new Vote(1, 1, 0);
        double least = loss(rows, probabilities, classes, best);
        for (int nearest : NUMBERS) {
            if (nearest > classes.length) {
                break;
            }
            for (double temperature : TEMPERATURES) {
                for (int tenths = 1; tenths < TENTHS; tenths++) {
                    Vote vote = new Vote(nearest, temperature, (double) tenths / TENTHS);
                    double loss = loss(rows, probabilities, classes, vote);
                    if (loss < least) {
                        least = loss;
                        best = vote;
                    }
                }
            }
        }
        return best;
    }

    private static double loss(List<NearestScoring.Row> rows, List<float[]> probabilities, int[] classes, Vote vote) {
        double sum = 0;
        for (int i = 0; i < rows.size(); i++) {
            NearestScoring.Row row = rows.get(i);
            double mixed = (1 - vote.share) * probabilities.get(i)[row.truth()] + vote.share * vote.votes(row, classes);
            sum -= Math.log(Math.max(LEAST, mixed));
        }
        return sum / rows.size();
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
