package dev.modelyard.trainer.algorithm.tabular;

import dev.modelyard.contracts.artifact.DatasetSummary.Column;
import dev.modelyard.modellibrary.preprocessing.Prepared;
import dev.modelyard.modellibrary.preprocessing.Preparer;
import dev.modelyard.modellibrary.preprocessing.TabularRows;
import dev.modelyard.modellibrary.sample.Cell;
import dev.modelyard.modellibrary.sample.RowSample;
import dev.modelyard.networks.preset.FeatureStatistics;
import dev.modelyard.trainer.dataset.TableExamples;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What training rows say of their columns, and rows as the network takes them, made exactly as serving makes them. */
final class Features {
    /** Categories told apart in a column; rarer ones share zeros. */
    private static final int MOST_CATEGORIES = 64;

    private static final int BINS = 16;

    private final List<Column> columns;
    private final TabularRows preprocessing;
    private final Preparer preparer;

    private Features(List<Column> columns, TabularRows preprocessing) {
        this.columns = columns;
        this.preprocessing = preprocessing;
        this.preparer = preprocessing.preparer();
    }

    static Features learn(List<Column> columns, TableExamples train) {
        List<TabularRows.Column> learnt = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            learnt.add(column.categories().isEmpty() ? numeric(column, train, i) : categorical(column, train, i));
        }
        return new Features(columns, new TabularRows(learnt));
    }

    private static TabularRows.Numeric numeric(Column column, TableExamples train, int index) {
        double[] known = IntStream.range(0, train.size())
                .mapToDouble(row -> train.cell(row, index))
                .filter(value -> !Double.isNaN(value))
                .toArray();
        double mean = IntStream.range(0, known.length)
                .mapToDouble(i -> known[i] / known.length)
                .sum();
        return new TabularRows.Numeric(column.name(), mean, known.length < train.size());
    }

    private static TabularRows.Categorical categorical(Column column, TableExamples train, int index) {
        int[] counts = new int[column.categories().size()];
        for (int row = 0; row < train.size(); row++) {
            if (!Double.isNaN(train.cell(row, index))) {
                counts[(int) train.cell(row, index)]++;
            }
        }
        List<String> frequent = IntStream.range(0, counts.length)
                .filter(code -> counts[code] > 0)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(code -> -counts[code]).thenComparing(code -> code))
                .limit(MOST_CATEGORIES)
                .map(column.categories()::get)
                .toList();
        // A column with no category at all in training still takes one number, so that the network has an input.
        return new TabularRows.Categorical(
                column.name(), frequent.isEmpty() ? column.categories().subList(0, 1) : frequent);
    }

    TabularRows preprocessing() {
        return preprocessing;
    }

    /** All rows of a split. */
    float[][] rows(TableExamples table) {
        return IntStream.range(0, table.size()).mapToObj(row -> row(table, row)).toArray(float[][]::new);
    }

    private float[] row(TableExamples table, int row) {
        List<Cell> cells = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            double value = table.cell(row, i);
            List<String> categories = columns.get(i).categories();
            cells.add(
                    Double.isNaN(value)
                            ? Cell.MISSING
                            : categories.isEmpty()
                                    ? new Cell.Numeric(value)
                                    : new Cell.Text(categories.get((int) value)));
        }
        return ((Prepared.Dense) preparer.prepare(new RowSample.Positional(cells))).values();
    }

    /** The statistics of each number of a row, for the network to standardise and bin it by. */
    static List<FeatureStatistics> statistics(float[][] rows) {
        return FeatureStatistics.ofColumns(rows, BINS);
    }
}
