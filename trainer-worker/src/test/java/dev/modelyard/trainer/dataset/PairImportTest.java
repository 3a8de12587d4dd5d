package dev.modelyard.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.trainer.run.JobFailedException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PairImportTest {
    @TempDir
    Path folder;

    private Imports imports;

    @BeforeEach
    void prepare() throws IOException {
        imports = new Imports(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0.5"})
    void unlabelledPairsNeedNeitherLabelNorGrade(String label) throws IOException {
        DatasetVersion version = imports.file("train.jsonl", """
                        {"sentence1": "a", "sentence2": "b", "label": "0"}
                        {"sentence1": "c", "sentence2": "d", "label": %s}
                        """.formatted(label))
                .file("unlabelled.jsonl", """
                        {"sentence1": "e", "sentence2": "f"}
                        {"sentence1": "g", "sentence2": "h", "label": "perhaps"}
                        """)
                .of(Task.TEXT_SIMILARITY);

        PairTexts unlabelled = version.pairs(Split.UNLABELLED);
        assertThat(unlabelled.first()).containsExactly("e", "g");
        assertThat(unlabelled.second()).containsExactly("f", "h");
        assertThat(unlabelled.labels()).isEmpty();
        assertThat(unlabelled.grades()).isEmpty();
        assertThat(version.pairs(Split.TRAIN).size()).isEqualTo(2);
    }

    @Test
    void readsPairsUnderTheNamesThatSetsGiveThem() throws IOException {
        DatasetVersion version = imports.file("train.jsonl", """
                        {"sentence1": "a", "sentence2": "b", "label": "0", "id": 7}
                        {"premise": "c", "hypothesis": "d", "label": 1}
                        """)
                .file("val.csv", "label,text_b,text_a\n1,f,e\n")
                .of(Task.TEXT_SIMILARITY);

        assertThat(version.summary().labels()).containsExactly("0", "1");
        PairTexts train = version.pairs(Split.TRAIN);
        assertThat(train.first()).containsExactly("a", "c");
        assertThat(train.second()).containsExactly("b", "d");
        assertThat(train.labels()).containsExactly(0, 1);
        assertThat(train.grades()).isEmpty();
        assertThat(version.pairs(Split.VALIDATION).first()).containsExactly("e");
    }

    @Test
    void numbersBeyondZeroAndOneAreGrades() throws IOException {
        DatasetVersion version = imports.file("all.jsonl", """
                        {"sentence1": "a", "sentence2": "b", "label": 1}
                        {"sentence1": "c", "sentence2": "d", "score": 3.8}
                        {"sentence1": "e", "sentence2": "f", "label": "0"}
                        """).of(Task.TEXT_SIMILARITY);

        assertThat(version.summary().labels()).isEmpty();
        assertThat(version.pairs(Split.TRAIN).grades()).containsExactly(1, 3.8, 0);
        assertThat(version.pairs(Split.TRAIN).labels()).isEmpty();
    }

    @Test
    void inferenceHasNamesAndNoGrades() throws IOException {
        DatasetVersion version = imports.file("labels.txt", "entailment\nneutral\n")
                .file("train.jsonl", """
                        {"sentence1": "a", "sentence2": "b", "label": "neutral"}
                        {"sentence1": "c", "sentence2": "d", "label": "entailment"}
                        """)
                .of(Task.TEXT_INFERENCE);

        assertThat(version.summary().labels()).containsExactly("entailment", "neutral");
        assertThat(version.pairs(Split.TRAIN).labels()).containsExactly(1, 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            TEXT_SIMILARITY | {"sentence2": "x", "label": "0"}                    | no "sentence1" (nor "text1"
            TEXT_SIMILARITY | {"sentence1": "x", "label": "0"}                    | no "sentence2" (nor "text2"
            TEXT_SIMILARITY | {"sentence1": "x", "sentence2": 1, "label": "0"}    | "sentence2" is not a text
            TEXT_SIMILARITY | {"sentence1": "x", "sentence2": " ", "label": "0"}  | sentence2 is empty
            TEXT_SIMILARITY | {"sentence1": "x", "sentence2": "y"}                | no "label" (nor "score")
            TEXT_SIMILARITY | {"sentence1": "x", "sentence2": "y", "label": true} | "label" is not a text and not a number
            TEXT_SIMILARITY | {"sentence1": "x", "sentence2": "y", "label": "inf"} | label "inf" is not a finite number
            TEXT_INFERENCE  | {"sentence1": "x", "sentence2": "y", "label": 0.5}  | "label" is not a text
            """)
    void saysWhatIsWrongAndWhere(Task task, String line, String message) throws IOException {
        String good = "{\"sentence1\": \"a\", \"sentence2\": \"b\", \"label\": \"0\"}\n";
        imports.file("train.jsonl", good + line + "\n" + good);

        assertThatExceptionOfType(JobFailedException.class)
                .isThrownBy(() -> imports.of(task))
                .withMessageStartingWith("train.jsonl line 2: " + message);
    }

    @ParameterizedTest
    @CsvSource({"same,2.5,1", "2.5,same,2"})
    void namesAmongGradesAreRefusedWhereTheyStand(String first, String second, int line) throws IOException {
        String pair = "{\"sentence1\": \"a\", \"sentence2\": \"b\", \"label\": \"%s\"}\n";
        imports.file("train.jsonl", pair.formatted(first) + pair.formatted(second));

        assertThatExceptionOfType(JobFailedException.class)
                .isThrownBy(() -> imports.of(Task.TEXT_SIMILARITY))
                .withMessage("train.jsonl line " + line + ": label \"same\" is not a number, though others are");
    }
}
