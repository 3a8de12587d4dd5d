package dev.modelyard.modellibrary.sample;

import java.util.List;
import java.util.Map;

/** The features of one row of a table. */
public sealed interface RowSample extends Sample {
    @Override
    default String description() {
        return "a row";
    }

    /** Values by the name of their column. */
    record Named(Map<String, Cell> cells) implements RowSample {
        public Named {
            cells = Map.copyOf(cells);
        }
    }

    /** Values in the order of the columns. */
    record Positional(List<Cell> cells) implements RowSample {
        public Positional {
            cells = List.copyOf(cells);
        }
    }
}
