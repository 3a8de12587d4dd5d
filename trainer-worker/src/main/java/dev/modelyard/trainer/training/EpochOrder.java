package dev.modelyard.trainer.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Which examples make which batch. Sizes of batches differ by one at most, so none is too small for batch statistics. */
final class EpochOrder {
    private EpochOrder() {}

    /** All examples in an order of this epoch's own. */
    static List<int[]> shuffled(int examples, int batchSize, long seed, int epoch) {
        int[] order = inOrder(examples);
        RandomGenerator random = Seeds.generator(seed, epoch, -1);
        for (int i = examples - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
        return batches(order, batchSize);
    }

    /** All examples, one after the other. */
    static List<int[]> sequential(int examples, int batchSize) {
        return batches(inOrder(examples), batchSize);
    }

    /** The number of batches of an epoch. */
    static int count(int examples, int batchSize) {
        return Math.ceilDiv(examples, batchSize);
    }

    private static int[] inOrder(int examples) {
        int[] order = new int[examples];
        Arrays.setAll(order, i -> i);
        return order;
    }

    private static List<int[]> batches(int[] order, int batchSize) {
        int count = count(order.length, batchSize);
        List<int[]> batches = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) order.length * i / count);
            int to = (int) ((long) order.length * (i + 1) / count);
            batches.add(Arrays.copyOfRange(order, from, to));
        }
        return batches;
    }
}
