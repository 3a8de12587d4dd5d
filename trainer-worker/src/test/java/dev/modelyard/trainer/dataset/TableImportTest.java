package dev.modelyard.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.contracts.artifact.DatasetSummary;
import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableImportTest {
    @TempDir
    Path folder;

    private Imports imports;

    @BeforeEach
    void prepare() throws IOException {
        imports = new Imports(folder);
    }

    @Test
    void readsNumbersCategoriesAndGaps() throws IOException {
        DatasetVersion version = imports.file("train.csv", """
                        size,colour,kind
                        1,red,a
                        ?,blue,b
                        2.5e-1,NA,a
                        """)
                .file("val.csv", "size,colour,kind\n,green,b\n")
                .of(Task.TABULAR_CLASSIFICATION);

        assertThat(version.summary().columns())
                .containsExactly(
                        new DatasetSummary.Column("size", List.of()),
                        new DatasetSummary.Column("colour", List.of("blue", "red")));
        assertThat(version.summary().target()).contains("kind");
        TableExamples train = version.table(Split.TRAIN);
        assertThat(train.cells()).containsExactly(1, 1, Double.NaN, 0, 0.25, Double.NaN);
        assertThat(train.labels()).containsExactly(0, 1, 0);
        assertThat(version.table(Split.VALIDATION).cells()).containsExactly(Double.NaN, Double.NaN);
    }

    @Test
    void refusesValuesThatAreTooLongForCategoriesAndLabels() throws IOException {
        imports.file("long.csv", "a,y\n%s,x\n2,z\n".formatted("w".repeat(1001)));
        assertThat(imports.problemOf(Task.TABULAR_CLASSIFICATION))
                .startsWith("long.csv line 2: column \"a\" has a value of more than 1000 characters");

        imports.file("long.csv", "a,y\n1,%s\n2,z\n".formatted("w".repeat(1001)));
        assertThat(imports.problemOf(Task.TABULAR_CLASSIFICATION))
                .startsWith("long.csv line 2: label ")
                .endsWith("has 1001 characters; a label may have 1000");
    }

    /** Its summary would not fit into a message. */
    @Test
    void refusesATableWhoseCategoriesAreTooMuchTogether() throws IOException {
        StringBuilder table = new StringBuilder("a,b,y\n");
        for (int row = 0; row < 1000; row++) {
            String word = row + "w".repeat(600);
            table.append(word)
                    .append(',')
                    .append(word)
                    .append(',')
                    .append(row % 2)
                    .append('\n');
        }

        imports.file("wide.csv", table.toString());

        assertThat(imports.problemOf(Task.TABULAR_CLASSIFICATION))
                .startsWith("the names of labels and columns and the categories take 1")
                .contains("at most 900 are kept");
    }

    @Test
    void predictsTheColumnThatIsNamed() throws IOException {
        DatasetVersion version = imports.file("prices.csv", "price,rooms\n10.5,2\n-3,1\n")
                .target("price")
                .of(Task.TABULAR_REGRESSION, imports.root.resolve("prices.csv"));

        assertThat(version.summary().labels()).isEmpty();
        assertThat(version.summary().target()).contains("price");
        assertThat(version.table(Split.TRAIN).targets()).containsExactly(10.5, -3);
        assertThat(version.table(Split.TRAIN).cells()).containsExactly(2, 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a,y;1,x         | train.csv line 2: the target "y" is "x", not a finite number
            a,y;1,          | train.csv line 2: no value for the target "y"
            a,y;1,NA        | train.csv line 2: no value for the target "y"
            a,y;1,nan       | train.csv line 2: no value for the target "y"
            a,y;1,inf       | train.csv line 2: the target "y" is "inf", not a finite number
            a,y;1,1e999     | train.csv line 2: the target "y" is "1e999", not a finite number
            a,y;1,0x10      | train.csv line 2: the target "y" is "0x10", not a finite number
            a,y;1,1d        | train.csv line 2: the target "y" is "1d", not a finite number
            a,y;1,2;inf,2   | train.csv line 3: column "a" has a number that is not finite
            a,y;1,2;-1e999,2 | train.csv line 3: column "a" has a number that is not finite
            a,y             | train.csv: has no rows below the header
            y;1             | train.csv line 1: only one column
            5.1,3.5;4,3     | train.csv line 1: numbers where the names of the columns belong
            a,a,y;1,2,3     | train.csv line 1: two columns are named "a"
            a,y;1,2,3       | train.csv line 2: 3 values where the header has 2 columns
            """)
    void saysWhatIsWrongWithARow(String csv, String problem) throws IOException {
        imports.file("train.csv", csv.replace(';', '\n'));

        assertThat(imports.problemOf(Task.TABULAR_REGRESSION)).startsWith(problem);
    }

    @Test
    void refusesFilesThatDoNotFitTogether() throws IOException {
        imports.file("train.csv", "a,y\n1,2\n3,4\n").file("test.csv", "b,y\n1,2\n");
        assertThat(imports.problemOf(Task.TABULAR_REGRESSION))
                .isEqualTo("test.csv line 1: its columns are not those of train.csv");

        imports.file("test.csv", "a,y\n1,2\nred,2\n");
        assertThat(imports.problemOf(Task.TABULAR_REGRESSION))
                .isEqualTo("test.csv line 3: column \"a\" has \"red\", but only numbers in the training data");
    }

    @Test
    void refusesATargetThatIsNotThereAndOneClassOnly() throws IOException {
        imports.file("train.csv", "a,y\n1,x\n2,x\n");
        assertThat(imports.problemOf(Task.TABULAR_CLASSIFICATION)).contains("at least two labels are needed");
        assertThat(imports.target("z").problemOf(Task.TABULAR_CLASSIFICATION))
                .isEqualTo("train.csv line 1: no column \"z\", the target");
    }

    @Test
    void refusesAColumnOfNames() throws IOException {
        StringBuilder csv = new StringBuilder("name,y\n");
        for (int i = 0; i < 1500; i++) {
            csv.append("person ").append(i).append(',').append(i % 7).append('\n');
        }
        assertThat(imports.file("train.csv", csv.toString()).problemOf(Task.TABULAR_REGRESSION))
                .startsWith("train.csv line 2: column \"name\" is not a number here, and has more than 1000");
    }

    @Test
    void refusesFormsOfAnotherTask() throws IOException {
        imports.file("all.jsonl", "{}");
        assertThat(imports.problemOf(Task.TABULAR_REGRESSION)).contains("the content has no train.csv");
        assertThat(imports.problemOf(Task.TEXT_GENERATION)).isEqualTo("content for text-generation cannot be imported");
    }
}
