package dev.modelyard.trainer.dataset;

/**
 * Rows with their labels or targets.
 *
 * @param cells row after row; NaN: missing; a category is its code in the column
 * @param labels ids, one a row; empty for regression
 * @param targets one a row; empty for classification
 */
@SuppressWarnings("ArrayRecordComponent")
public record TableExamples(int rows, int columns, double[] cells, int[] labels, double[] targets) {
    /** One cell. */
    public double cell(int row, int column) {
        return cells[row * columns + column];
    }

    public int size() {
        return rows;
    }
}
