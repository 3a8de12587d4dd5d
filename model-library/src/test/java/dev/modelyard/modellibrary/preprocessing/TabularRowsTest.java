package dev.modelyard.modellibrary.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modelyard.contracts.wire.Json;
import dev.modelyard.modellibrary.sample.Cell;
import dev.modelyard.modellibrary.sample.InvalidSampleException;
import dev.modelyard.modellibrary.sample.RowSample;
import dev.modelyard.modellibrary.sample.TextSample;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TabularRowsTest {
    private static final TabularRows ROWS = new TabularRows(List.of(
            new TabularRows.Numeric("age", 40, false),
            new TabularRows.Numeric("income", 1000, true),
            new TabularRows.Categorical("city", List.of("Bern", "7"))));
    private final Preparer preparer = ROWS.preparer();

    @Test
    void takesValuesByNameAndByPositionAlike() {
        assertThat(named(Map.of(
                        "age", new Cell.Numeric(30), "income", new Cell.Text(" 5e2 "), "city", new Cell.Text("Bern"))))
                .containsExactly(30, 500, 0, 1, 0);
        assertThat(positional(new Cell.Numeric(30), new Cell.Numeric(500), new Cell.Numeric(7)))
                .containsExactly(30, 500, 0, 0, 1);
    }

    @Test
    void putsTheMeanWhereANumberIsMissingAndZerosForAnUnknownCategory() {
        assertThat(positional(Cell.MISSING, new Cell.Numeric(Double.NaN), new Cell.Text("Basel")))
                .containsExactly(40, 1000, 1, 0, 0);
    }

    @Test
    void saysWhichColumnIsAtFault() {
        assertInvalid(
                new RowSample.Positional(List.of(new Cell.Numeric(1))), "the row has 1 values, but the model takes 3");
        assertInvalid(
                new RowSample.Named(Map.of("age", new Cell.Numeric(1))),
                "column 'income' is absent; give null where a value is missing");
        assertInvalid(
                new RowSample.Named(Map.of(
                        "age", Cell.MISSING, "income", Cell.MISSING, "city", Cell.MISSING, "size", Cell.MISSING)),
                "the model has no column 'size'");
        assertInvalid(
                new RowSample.Positional(List.of(new Cell.Text("old"), Cell.MISSING, Cell.MISSING)),
                "column 'age' must be a number, not 'old'");
        assertInvalid(
                new RowSample.Positional(List.of(new Cell.Numeric(1e300), Cell.MISSING, Cell.MISSING)),
                "column 'age' is out of range");
        assertThatThrownBy(() -> preparer.prepare(new TextSample("a")))
                .hasMessage("this model takes a row, not a text");
    }

    @Test
    void isSavedWithoutAClassName() {
        String json = Json.write(ROWS);

        assertThat(json)
                .contains("\"kind\":\"tabular-rows\"", "\"type\":\"numeric\"")
                .doesNotContain("modelyard");
        assertThat(Json.read(json, Preprocessing.class)).isEqualTo(ROWS);
    }

    private void assertInvalid(RowSample row, String message) {
        assertThatThrownBy(() -> preparer.prepare(row))
                .isInstanceOf(InvalidSampleException.class)
                .hasMessage(message);
    }

    private float[] named(Map<String, Cell> cells) {
        return ((Prepared.Dense) preparer.prepare(new RowSample.Named(cells))).values();
    }

    private float[] positional(Cell... cells) {
        return ((Prepared.Dense) preparer.prepare(new RowSample.Positional(List.of(cells)))).values();
    }
}
