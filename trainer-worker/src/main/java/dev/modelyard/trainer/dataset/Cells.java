package dev.modelyard.trainer.dataset;

import dev.modelyard.contracts.artifact.DatasetSummary;
import dev.modelyard.trainer.dataset.content.Numbers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The cells of a row as numbers: a category is its code; a missing value, or a category that training did not have, is NaN. */
final class Cells {
    private Cells() {}

    static List<Double> values(List<String> cells, List<DatasetSummary.Column> columns) {
        List<Double> values = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            values.add(value(cells.get(i), columns.get(i)));
        }
        return values;
    }

    private static double value(String cell, DatasetSummary.Column column) {
        if (Numbers.isMissing(cell)) {
            return Double.NaN;
        }
        if (column.categories().isEmpty()) {
            return Numbers.parse(cell).orElse(Double.NaN);
        }
        int code = Collections.binarySearch(column.categories(), cell);
        return code < 0 ? Double.NaN : code;
    }
}
