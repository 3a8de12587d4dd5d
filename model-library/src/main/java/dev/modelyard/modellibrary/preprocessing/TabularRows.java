package dev.modelyard.modellibrary.preprocessing;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.modelyard.modellibrary.sample.SampleForm;
import java.nio.file.Path;
import java.util.List;

/**
 * A row as the numbers of its columns, one after the other: a numeric column is itself, or its mean where missing; a column of
 * categories is one number for each category it knows, 1 for the row's own and 0 for the others.
 */
public record TabularRows(List<Column> columns) implements Preprocessing {
    public TabularRows {
        columns = List.copyOf(columns);
    }

    /** One column of the table. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Numeric.class, name = "numeric"),
        @JsonSubTypes.Type(value = Categorical.class, name = "categorical")
    })
    public sealed interface Column {
        String name();

        /** How many numbers it becomes. */
        int width();
    }

    /**
     * A column of numbers.
     *
     * @param mean of the training rows, for where a value is missing
     * @param gaps whether training rows had gaps; then a second number says whether this is one
     */
    public record Numeric(String name, double mean, boolean gaps) implements Column {
        @Override
        public int width() {
            return gaps ? 2 : 1;
        }
    }

    /**
     * A column of categories.
     *
     * @param categories those that are told apart; all others, and a missing one, are zeros
     */
    public record Categorical(String name, List<String> categories) implements Column {
        public Categorical {
            categories = List.copyOf(categories);
        }

        @Override
        public int width() {
            return categories.size();
        }
    }

    /** The numbers of a row. */
    public int width() {
        return columns.stream().mapToInt(Column::width).sum();
    }

    /** Makes a preparer; it needs no file. */
    public Preparer preparer() {
        return new TabularRowsPreparer(this);
    }

    @Override
    public SampleForm form() {
        return new SampleForm.Row(columns.stream()
                .map(column -> new SampleForm.Column(column.name(), column instanceof Numeric))
                .toList());
    }

    @Override
    public Preparer open(Path folder) {
        return preparer();
    }
}
