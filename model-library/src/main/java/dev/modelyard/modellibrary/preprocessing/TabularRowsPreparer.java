package dev.modelyard.modellibrary.preprocessing;

import dev.modelyard.modellibrary.sample.Cell;
import dev.modelyard.modellibrary.sample.InvalidSampleException;
import dev.modelyard.modellibrary.sample.RowSample;
import dev.modelyard.modellibrary.sample.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns rows into numbers. */
final class TabularRowsPreparer implements Preparer {
    private static final int QUOTED = 40;

    private final TabularRows rows;
    private final List<Map<String, Integer>> categories;

    TabularRowsPreparer(TabularRows rows) {
        this.rows = rows;
        this.categories =
                rows.columns().stream().map(TabularRowsPreparer::indexes).toList();
    }

    private static Map<String, Integer> indexes(TabularRows.Column column) {
        return switch (column) {
            case TabularRows.Numeric _ -> Map.of();
            case TabularRows.Categorical categorical -> {
                Map<String, Integer> indexes = new HashMap<>();
                categorical.categories().forEach(category -> indexes.putIfAbsent(category, indexes.size()));
                yield indexes;
            }
        };
    }

    @Override
    public Prepared prepare(Sample sample) {
        if (!(sample instanceof RowSample row)) {
            throw new InvalidSampleException("this model takes a row, not " + sample.description());
        }
        List<Cell> cells =
                switch (row) {
                    case RowSample.Positional positional -> inOrder(positional);
                    case RowSample.Named named -> byName(named);
                };
        float[] values = new float[rows.width()];
        int at = 0;
        for (int i = 0; i < cells.size(); i++) {
            TabularRows.Column column = rows.columns().get(i);
            switch (column) {
                case TabularRows.Numeric numeric -> fill(numeric, cells.get(i), values, at);
                case TabularRows.Categorical _ -> fill(categories.get(i), cells.get(i), values, at);
            }
            at += column.width();
        }
        return new Prepared.Dense(values);
    }

    @Override
    public Prepared blank() {
        return new Prepared.Dense(new float[rows.width()]);
    }

    private List<Cell> inOrder(RowSample.Positional row) {
        if (row.cells().size() != rows.columns().size()) {
            throw new InvalidSampleException("the row has " + row.cells().size() + " values, but the model takes "
                    + rows.columns().size());
        }
        return row.cells();
    }

    private List<Cell> byName(RowSample.Named row) {
        List<Cell> cells = new ArrayList<>();
        Set<String> unknown = new LinkedHashSet<>(row.cells().keySet());
        for (TabularRows.Column column : rows.columns()) {
            @Nullable Cell cell = row.cells().get(column.name());
            if (cell == null) {
                throw new InvalidSampleException(
                        "column '" + column.name() + "' is absent; give null where a value is missing");
            }
            cells.add(cell);
            unknown.remove(column.name());
        }
        if (!unknown.isEmpty()) {
            throw new InvalidSampleException(
                    "the model has no column '" + shortened(unknown.iterator().next()) + "'");
        }
        return cells;
    }

    private static void fill(TabularRows.Numeric column, Cell cell, float[] values, int at) {
        double value =
                switch (cell) {
                    case Cell.Missing _ -> Double.NaN;
                    case Cell.Numeric numeric -> numeric.value();
                    case Cell.Text text -> number(column, text.value());
                };
        boolean missing = Double.isNaN(value);
        float number = (float) (missing ? column.mean() : value);
        if (!Float.isFinite(number)) {
            throw new InvalidSampleException("column '" + column.name() + "' is out of range");
        }
        values[at] = number;
        if (column.gaps()) {
            values[at + 1] = missing ? 1 : 0;
        }
    }

    private static double number(TabularRows.Numeric column, String text) {
        try {
            return text.isBlank() ? Double.NaN : Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            throw new InvalidSampleException(
                    "column '" + column.name() + "' must be a number, not '" + shortened(text) + "'", e);
        }
    }

    private static void fill(Map<String, Integer> categories, Cell cell, float[] values, int at) {
        @Nullable
        Integer index =
                switch (cell) {
                    case Cell.Missing _ -> null;
                    case Cell.Numeric numeric -> categories.get(text(numeric.value()));
                    case Cell.Text text -> categories.get(text.value());
                };
        if (index != null) {
            values[at + index] = 1;
        }
    }

    private static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static String shortened(String text) {
        return text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "…";
    }
}
