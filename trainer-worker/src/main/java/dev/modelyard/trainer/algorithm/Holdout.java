package dev.modelyard.trainer.algorithm;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Sets examples of the training split aside for validation, where a dataset has no validation split and the recipe needs one.
 *
 * @param train indexes of examples to train on
 * @param validation indexes of those set aside; empty where there are too few to spare any
 */
public record Holdout(int[] train, int[] validation) {
    private static final double SHARE = 0.15;
    /** With fewer examples each is worth more in training than in validation. */
    private static final int FEWEST = 20;

    /** Chooses by the seed, the same share of each class; without classes, of all. */
    public static Holdout of(int size, int[] classes, long seed) {
        if (size < FEWEST) {
            return new Holdout(IntStream.range(0, size).toArray(), new int[0]);
        }
        SplittableRandom random = new SplittableRandom(seed);
        List<List<Integer>> groups = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int group = classes.length == 0 ? 0 : classes[i];
            while (groups.size() <= group) {
                groups.add(new ArrayList<>());
            }
            groups.get(group).add(i);
        }
        boolean[] aside = new boolean[size];
        for (List<Integer> group : groups) {
            int wanted = (int) Math.round(SHARE * group.size());
            for (int i = 0; i < wanted; i++) {
                int chosen = i + random.nextInt(group.size() - i);
                int index = group.get(chosen);
                group.set(chosen, group.get(i));
                aside[index] = true;
            }
        }
        return new Holdout(
                IntStream.range(0, size).filter(i -> !aside[i]).toArray(),
                IntStream.range(0, size).filter(i -> aside[i]).toArray());
    }
}
