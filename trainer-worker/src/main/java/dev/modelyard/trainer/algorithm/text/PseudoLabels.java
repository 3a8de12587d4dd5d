package dev.modelyard.trainer.algorithm.text;

import dev.modelyard.trainer.training.Guess;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The unlabelled examples that are learnt from, with what a teacher takes them for: of each class those that it is surest of. No class
 * gets more for each of its labelled examples than half of the classes can have, so that they keep their shares.
 *
 * @param indexes of the examples, ascending
 * @param labels their ids
 */
@SuppressWarnings("ArrayRecordComponent")
record PseudoLabels(int[] indexes, int[] labels) {
    /** For each labelled example. Of 5, 20 and 60, this helped most with 8 and with 16 labelled examples of each class. */
    private static final int MOST = 20;

    /**
     * Chooses.
     *
     * @param known the labels of the labelled examples
     * @param sure the least probability
     */
    static PseudoLabels of(List<Guess> guesses, int[] known, int classes, double sure) {
        List<List<Integer>> byLabel = Stream.generate(() -> (List<Integer>) new ArrayList<Integer>())
                .limit(classes)
                .toList();
        for (int i = 0; i < guesses.size(); i++) {
            if (guesses.get(i).probability() >= sure) {
                byLabel.get(guesses.get(i).label()).add(i);
            }
        }
        int[] room = room(counts(known, classes), byLabel);
        // Of those that are equally sure the first come first: the same guesses give the same choice.
        Comparator<Integer> surestFirst =
                Comparator.comparingDouble(i -> -guesses.get(i).probability());
        List<Integer> chosen = new ArrayList<>();
        for (int label = 0; label < classes; label++) {
            byLabel.get(label).stream().sorted(surestFirst).limit(room[label]).forEach(chosen::add);
        }
        int[] indexes = chosen.stream().mapToInt(Integer::intValue).sorted().toArray();
        return new PseudoLabels(
                indexes, Arrays.stream(indexes).map(i -> guesses.get(i).label()).toArray());
    }

    /** How many of each class are taken at the most. */
    private static int[] room(int[] known, List<List<Integer>> sure) {
        double[] ratios = IntStream.range(0, known.length)
                .filter(label -> known[label] > 0)
                .mapToDouble(label -> (double) sure.get(label).size() / known[label])
                .sorted()
                .toArray();
        double most = Math.min(MOST, ratios[(ratios.length - 1) / 2]);
        return Arrays.stream(known)
                .map(labelled -> (int) Math.round(labelled * most))
                .toArray();
    }

    private static int[] counts(int[] labels, int classes) {
        int[] counts = new int[classes];
        for (int label : labels) {
            counts[label]++;
        }
        return counts;
    }

    int size() {
        return indexes.length;
    }

    /** How many have each label. */
    int[] counts(int classes) {
        return counts(labels, classes);
    }

    /** Tells them from any others. */
    String digest() {
        String text = Arrays.toString(indexes) + Arrays.toString(labels);
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
