package dev.modelyard.modellibrary.sample;

import java.util.List;

/** What the samples of a model are, for those who describe them. */
public sealed interface SampleForm {
    /** Each is a text. */
    record Text() implements SampleForm {}

    /** Each is two texts. */
    record Pair() implements SampleForm {}

    /** Each is the file of a picture. */
    record Image() implements SampleForm {}

    /** Each is a row of these columns, in their order. */
    record Row(List<Column> columns) implements SampleForm {
        public Row {
            columns = List.copyOf(columns);
        }
    }

    /**
     * A column of a row.
     *
     * @param numeric whether its values are numbers; else categories
     */
    record Column(String name, boolean numeric) {}
}
