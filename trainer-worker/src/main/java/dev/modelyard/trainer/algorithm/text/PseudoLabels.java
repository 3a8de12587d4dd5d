package dev.modelyard.trainer.algorithm.text;

import dev.modelyard.trainer.training.Guess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The unlabelled examples whose labels a teacher is sure of.
 *
 * @param indexes of the examples, ascending
 * @param labels what they are taken for
 */
@SuppressWarnings("ArrayRecordComponent")
record PseudoLabels(int[] indexes, int[] labels) {
    static double threshold = Double.parseDouble(System.getProperty("ps.threshold", "0.8"));
    static double balance = Double.parseDouble(System.getProperty("ps.balance", "0"));
    static int top = Integer.getInteger("ps.top", 0);

    static PseudoLabels of(List<Guess> guesses, int[] known, int classes) {
        List<List<Integer>> sure = new ArrayList<>();
        for (int label = 0; label < classes; label++) {
            sure.add(new ArrayList<>());
        }
        for (int i = 0; i < guesses.size(); i++) {
            if (guesses.get(i).probability() >= threshold) {
                sure.get(guesses.get(i).label()).add(i);
            }
        }
        double[] shares = new double[classes];
        for (int label : known) {
            shares[label] += 1.0 / known.length;
        }
        List<Integer> chosen = new ArrayList<>();
        double cap = Double.MAX_VALUE;
        if (balance > 0) {
            // the median class's count by its share bounds the others
            double[] ratios = new double[classes];
            for (int label = 0; label < classes; label++) {
                ratios[label] = shares[label] == 0 ? 0 : sure.get(label).size() / shares[label];
            }
            double[] sorted = Arrays.stream(ratios).sorted().toArray();
            cap = balance
                    * sorted[
                            (int)
                                    (System.getProperty("ps.quantile") == null
                                            ? sorted.length / 2
                                            : Double.parseDouble(System.getProperty("ps.quantile"))
                                                    * (sorted.length - 1))];
        }
        for (int label = 0; label < classes; label++) {
            long most = cap == Double.MAX_VALUE ? Long.MAX_VALUE : Math.round(cap * shares[label]);
            if (top > 0) {
                most = Math.min(most, Math.round(top * shares[label]));
            }
            sure.get(label).stream()
                    .sorted(Comparator.comparingDouble(
                            (Integer i) -> -guesses.get(i).probability()))
                    .limit(most)
                    .forEach(chosen::add);
        }
        int[] indexes = chosen.stream().mapToInt(Integer::intValue).sorted().toArray();
        return new PseudoLabels(
                indexes, Arrays.stream(indexes).map(i -> guesses.get(i).label()).toArray());
    }
}
