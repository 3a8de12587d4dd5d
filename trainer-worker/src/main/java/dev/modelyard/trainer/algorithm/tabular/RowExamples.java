package dev.modelyard.trainer.algorithm.tabular;

import dev.modelyard.modellibrary.preprocessing.Batches;
import dev.modelyard.modellibrary.preprocessing.Prepared;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.trainer.algorithm.Goal;
import dev.modelyard.trainer.training.Batch;
import dev.modelyard.trainer.training.Examples;
import java.util.Arrays;

/** Rows made ready once, in memory. */
final class RowExamples implements Examples {
    private final Goal.Truths truths;
    private final float[][] rows;
    private final Goal goal;

    RowExamples(Goal.Truths truths, float[][] rows, Goal goal) {
        this.truths = truths;
        this.rows = rows;
        this.goal = goal;
    }

    @Override
    public int size() {
        return rows.length;
    }

    @Override
    public Batch batch(int[] indexes) {
        return new Batch(
                Batches.of(
                        Arrays.stream(indexes)
                                .mapToObj(index -> new Prepared.Dense(rows[index]))
                                .toList(),
                        Shape.of(rows[0].length)),
                goal.targets(truths, indexes));
    }
}
