package dev.modelyard.trainer.dataset;

import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.job.SplitRule;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/** What each example is for. */
final class Division {
    /** The label of an example that has none. */
    static final int UNLABELLED = -1;

    private final Split[] splits;

    private Division(Split[] splits) {
        this.splits = splits;
    }

    /** A division that is known already. */
    static Division of(int count, IntFunction<Split> split) {
        Split[] splits = new Split[count];
        for (int i = 0; i < count; i++) {
            splits[i] = split.apply(i);
        }
        return new Division(splits);
    }

    /**
     * Divides at random, label by label. What rounding takes from one label the next one gets, so the shares hold within each
     * label to one example, and in all; each label keeps at least one example for training.
     *
     * @param label of an example; 0 for all where there are no labels, {@link #UNLABELLED} for those that stay apart
     */
    static Division by(SplitRule rule, int count, int labels, IntUnaryOperator label) {
        Split[] splits = new Split[count];
        Arrays.setAll(splits, i -> label.applyAsInt(i) == UNLABELLED ? Split.UNLABELLED : Split.TRAIN);
        int[][] byLabel = grouped(count, labels, label);
        double validationDue = 0;
        double testDue = 0;
        for (int id = 0; id < byLabel.length; id++) {
            int[] members = byLabel[id];
            if (members.length == 0) {
                continue;
            }
            shuffle(members, new SplittableRandom(rule.seed() * 1_000_003 + id));
            validationDue += members.length * rule.validation();
            testDue += members.length * rule.test();
            int held = members.length - 1;
            int validation = Math.clamp(Math.round(validationDue), 0, held);
            int test = Math.clamp(Math.round(testDue), 0, held - validation);
            validationDue -= validation;
            testDue -= test;
            for (int i = 0; i < validation + test; i++) {
                splits[members[i]] = i < validation ? Split.VALIDATION : Split.TEST;
            }
        }
        return new Division(splits);
    }

    private static int[][] grouped(int count, int labels, IntUnaryOperator label) {
        int[] sizes = new int[Math.max(1, labels)];
        for (int i = 0; i < count; i++) {
            int id = label.applyAsInt(i);
            if (id != UNLABELLED) {
                sizes[id]++;
            }
        }
        int[][] groups = new int[sizes.length][];
        for (int id = 0; id < sizes.length; id++) {
            groups[id] = new int[sizes[id]];
        }
        for (int i = count - 1; i >= 0; i--) {
            int id = label.applyAsInt(i);
            if (id != UNLABELLED) {
                groups[id][--sizes[id]] = i;
            }
        }
        return groups;
    }

    private static void shuffle(int[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int value = values[i];
            values[i] = values[other];
            values[other] = value;
        }
    }

    Split split(int index) {
        return splits[index];
    }

    int size() {
        return splits.length;
    }
}
