package dev.modelyard.api.dataset;

import dev.modelyard.contracts.artifact.DatasetRecord;
import dev.modelyard.contracts.artifact.DatasetSummary;
import dev.modelyard.contracts.artifact.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One example of a dataset version as callers see it.
 *
 * @param index its place in the version, from 0
 * @param label the name of its label
 * @param row the features in the order of the columns: numbers, names of categories, and an empty text where a value is missing
 */
public record Example(
        long index,
        Split split,
        Optional<String> label,
        Optional<String> text,
        Optional<String> textPair,
        Optional<String> file,
        Optional<List<Object>> row,
        Optional<Double> target) {

    static Example of(long index, DatasetRecord example, DatasetSummary summary) {
        return new Example(
                index,
                example.split(),
                example.label().map(summary.labels()::get),
                example.text(),
                example.textPair(),
                example.file(),
                example.row().map(values -> row(values, summary.columns())),
                example.target());
    }

    private static List<Object> row(List<Double> values, List<DatasetSummary.Column> columns) {
        List<Object> row = new ArrayList<>(values.size());
        for (int place = 0; place < values.size(); place++) {
            double value = values.get(place);
            List<String> categories = columns.get(place).categories();
            if (Double.isNaN(value)) {
                row.add("");
            } else if (categories.isEmpty()) {
                row.add(value);
            } else {
                row.add(categories.get((int) value));
            }
        }
        return List.copyOf(row);
    }
}
