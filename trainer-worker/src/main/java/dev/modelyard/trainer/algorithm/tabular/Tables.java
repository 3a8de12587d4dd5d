package dev.modelyard.trainer.algorithm.tabular;

import dev.modelyard.trainer.dataset.TableExamples;
import java.util.Arrays;

/** Parts of tables. */
final class Tables {
    private Tables() {}

    /** Some rows of a table, in that order. */
    static TableExamples select(TableExamples table, int[] rows) {
        double[] cells = new double[rows.length * table.columns()];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(table.cells(), rows[i] * table.columns(), cells, i * table.columns(), table.columns());
        }
        return new TableExamples(
                rows.length,
                table.columns(),
                cells,
                table.labels().length == 0
                        ? table.labels()
                        : Arrays.stream(rows).map(row -> table.labels()[row]).toArray(),
                table.targets().length == 0
                        ? table.targets()
                        : Arrays.stream(rows)
                                .mapToDouble(row -> table.targets()[row])
                                .toArray());
    }
}
