package dev.modelyard.trainer.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.job.ContentFormat;
import dev.modelyard.contracts.job.ImportSource;
import dev.modelyard.contracts.job.Progress;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.trainer.run.InterruptedRunException;
import dev.modelyard.trainer.run.Interruption;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextImportTest {
    private static final String GOOD = "{\"content\": \"buy milk\", \"label\": \"shop\"}\n";
    private static final String OTHER = "{\"text\": \"play jazz\", \"label\": \"music\"}\n";

    @TempDir
    Path folder;

    private Imports imports;

    @BeforeEach
    void prepare() throws IOException {
        imports = new Imports(folder);
    }

    @Test
    void readsSplitsThatTheContentNames() throws IOException {
        DatasetVersion version = imports.file("train.jsonl", GOOD + OTHER)
                .file("val.jsonl", OTHER)
                .file("test.csv", "label,sentence\nshop,\"two, three\neggs\"\n")
                .file("README.md", "not content")
                .split(0.5, 0.5, 0, 1)
                .of(Task.TEXT_CLASSIFICATION);

        assertThat(version.summary().labels()).containsExactly("music", "shop");
        assertThat(version.summary().count(Split.TRAIN)).isEqualTo(2);
        assertThat(version.summary().labelCounts()).containsEntry(Split.VALIDATION, List.of(1, 0));
        assertThat(version.texts(Split.TRAIN).texts()).containsExactly("buy milk", "play jazz");
        assertThat(version.texts(Split.TRAIN).labels()).containsExactly(1, 0);
        assertThat(version.texts(Split.TEST).texts()).containsExactly("two, three\neggs");
    }

    @Test
    void readsOneFileWithSplitsAndLabelsThatAreNumbers() throws IOException {
        DatasetVersion version = imports.file("all.jsonl", """
                        {"sentence": "a", "label": 10, "split": "train"}

                        {"sentence": "b", "label": 9, "split": "train"}
                        {"sentence": "c", "label": "9", "split": "dev"}
                        """).of(Task.TEXT_CLASSIFICATION);

        assertThat(version.summary().labels()).containsExactly("9", "10");
        assertThat(version.texts(Split.VALIDATION).labels()).containsExactly(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unlabelled.jsonl", "unlabeled.jsonl"})
    void readsTextsWithoutLabelsAndPassesOverLabelsThatAreThere(String file) throws IOException {
        DatasetVersion version = imports.file("labels.txt", "shop\nmusic\n")
                .file("train.jsonl", GOOD + OTHER)
                .file(file, """
                        {"content": "buy jazz"}
                        {"text": "play milk", "label": ["no", "label"], "split": "train"}
                        """)
                .of(Task.TEXT_CLASSIFICATION);

        assertThat(version.summary().labels()).containsExactly("shop", "music");
        assertThat(version.summary().counts()).containsEntry(Split.TRAIN, 2).containsEntry(Split.UNLABELLED, 2);
        assertThat(version.summary().labelCounts()).doesNotContainKey(Split.UNLABELLED);
        assertThat(version.texts(Split.UNLABELLED).texts()).containsExactly("buy jazz", "play milk");
        assertThat(version.texts(Split.UNLABELLED).labels()).isEmpty();
        assertThat(version.texts(Split.TRAIN).texts()).hasSize(2);
    }

    @Test
    void readsLinesOfAFileThatSayThatTheyAreUnlabelledAndDividesOnlyTheOthers() throws IOException {
        imports.file("all.jsonl", (GOOD + OTHER).repeat(10) + """
                {"content": "one", "split": "unlabelled"}
                {"content": "two", "label": 7, "split": "Unlabeled"}
                """);
        DatasetVersion version = imports.split(.5, .3, .2, 1).of(Task.TEXT_CLASSIFICATION);

        assertThat(version.summary().counts())
                .isEqualTo(Map.of(Split.TRAIN, 10, Split.VALIDATION, 6, Split.TEST, 4, Split.UNLABELLED, 2));
        assertThat(version.texts(Split.UNLABELLED).texts()).containsExactly("one", "two");
    }

    @Test
    void readsTablesOfTextsWithoutLabels() throws IOException {
        DatasetVersion version = imports.file("train.csv", "text,label\na,x\nb,y\n")
                .file("unlabelled.csv", "id,text\n1,d\n2,e\n")
                .file("val.jsonl", OTHER)
                .of(Task.TEXT_CLASSIFICATION);

        assertThat(version.texts(Split.UNLABELLED).texts()).containsExactly("d", "e");
    }

    @Test
    void aVersionWithoutUnlabelledTextsDoesNotSpeakOfThem() throws IOException {
        DatasetVersion version = imports.file("train.jsonl", GOOD + OTHER).of(Task.TEXT_CLASSIFICATION);

        assertThat(version.summary().counts()).containsOnlyKeys(Split.TRAIN, Split.VALIDATION, Split.TEST);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"label": "shop"}    | no "content"
            {"content": 1}       | "content" is not a text
            {"content": " "}     | the text is empty
            {"content": "x       | not JSON
            """)
    void saysWhatIsWrongWithALineThatNeedsNoLabel(String line, String problem) throws IOException {
        imports.file("train.jsonl", GOOD + OTHER).file("unlabelled.jsonl", "{\"text\": \"good\"}\n" + line + "\n");

        assertThat(imports.problemOf(Task.TEXT_CLASSIFICATION)).startsWith("unlabelled.jsonl line 2: " + problem);
    }

    @Test
    void unlabelledTextsAloneCannotBeTrainedOn() throws IOException {
        imports.file("all.jsonl", "{\"content\": \"one\", \"split\": \"unlabelled\"}\n");

        assertThat(imports.problemOf(Task.TEXT_CLASSIFICATION)).isEqualTo("no example is for training");
    }

    @Test
    void readsMarksAndLineEndsOfWindows() throws IOException {
        DatasetVersion version = imports.file("train.jsonl", "\uFEFF" + (GOOD + OTHER).replace("\n", "\r\n"))
                .file("labels.txt", "\uFEFFmusic\r\nshop\r\n\r\n")
                .of(Task.TEXT_CLASSIFICATION);

        assertThat(version.summary().labels()).containsExactly("music", "shop");
        assertThat(version.texts(Split.TRAIN).texts()).containsExactly("buy milk", "play jazz");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"content": "x", "label": "shop"     | not JSON
            {"content": "x", "label": "shop"} {} | not JSON
            ["x"]                                | not a JSON object
            {"label": "shop"}                    | no "content"
            {"content": "x"}                     | no "label"
            {"content": 1, "label": "shop"}      | "content" is not a text
            {"content": null, "label": "shop"}   | "content" is not a text
            {"content": "x", "label": ["shop"]}  | "label" is not a text
            {"content": "x", "label": 1.5}       | "label" is not a text
            {"content": " ", "label": "shop"}    | the text is empty
            {"content": "x\\ud83d", "label": "shop"} | holds half of a character
            {"content": "x", "label": ""}        | the label is empty
            {"content": "x", "label": "other"}   | label "other" is not in labels.txt
            {"content": "x", "label": "shop", "split": "both"} | split "both" is not train, validation, test or unlabelled
            """)
    void saysWhatIsWrongWithALine(String line, String problem) throws IOException {
        imports.file("labels.txt", "shop\nmusic\n").file("train.jsonl", GOOD + OTHER + line + "\n" + GOOD);

        assertThat(imports.problemOf(Task.TEXT_CLASSIFICATION)).startsWith("train.jsonl line 3: " + problem);
    }

    @Test
    void refusesLabelsThatWouldBreakAFileWithALabelALine() throws IOException {
        imports.file("train.jsonl", GOOD + OTHER + "{\"content\": \"x\", \"label\": \"sh\\nop\"}\n");

        assertThat(imports.problemOf(Task.TEXT_CLASSIFICATION))
                .startsWith("train.jsonl line 3: ")
                .contains("holds a control character");
    }

    @Test
    void countsAllProblemsAndTellsTwenty() throws IOException {
        imports.file("train.jsonl", GOOD + "nothing\n".repeat(50)).file("val.jsonl", "{}\n");

        assertThat(imports.problemOf(Task.TEXT_CLASSIFICATION).lines())
                .hasSize(22)
                .startsWith("51 problems:")
                .endsWith("… and 31 more")
                .element(20)
                .asString()
                .startsWith("train.jsonl line 21: not JSON");
    }

    @Test
    void saysWhichLineIsNotUtf8() throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(GOOD.getBytes(UTF_8));
        content.writeBytes("{\"content\": \"买牛奶\", \"label\": \"shop\"}\n".getBytes(Charset.forName("GB18030")));
        imports.file("train.jsonl", content.toByteArray());
        assertThat(imports.problemOf(Task.TEXT_CLASSIFICATION)).isEqualTo("train.jsonl line 2: not UTF-8 text");

        content.reset();
        content.writeBytes("content,label\nx,y\n".getBytes(UTF_8));
        content.write(0xFF);
        imports = new Imports(folder.resolve("second"));
        imports.file("train.csv", content.toByteArray());
        assertThat(imports.problemOf(Task.TEXT_CLASSIFICATION)).isEqualTo("train.csv line 3: not UTF-8 text");
    }

    @Test
    void refusesContentThatTeachesNothing() throws IOException {
        assertThat(imports.problemOf(Task.TEXT_CLASSIFICATION)).contains("no train.jsonl or train.csv");
        assertThat(imports.file("train.jsonl", "\n\n").problemOf(Task.TEXT_CLASSIFICATION))
                .isEqualTo("train.jsonl: has no examples");
        assertThat(imports.file("train.jsonl", GOOD + GOOD).problemOf(Task.TEXT_CLASSIFICATION))
                .isEqualTo("all 2 training examples have the label \"shop\"; at least two labels are needed");
        assertThat(imports.file("val.jsonl", OTHER).problemOf(Task.TEXT_CLASSIFICATION))
                .contains("at least two labels are needed");
        assertThat(imports.file("valid.csv", "x").problemOf(Task.TEXT_CLASSIFICATION))
                .isEqualTo("val.jsonl and valid.csv are for the same split");
    }

    @Test
    void refusesLabelsThatAreNone() throws IOException {
        imports.file("train.jsonl", GOOD + OTHER);
        assertThat(imports.file("labels.txt", "shop\n\nmusic\nshop\n").problemOf(Task.TEXT_CLASSIFICATION))
                .contains("labels.txt line 2: no label on this line", "label \"shop\" is there twice");
        assertThat(imports.labels("shop").problemOf(Task.TEXT_CLASSIFICATION))
                .isEqualTo("train.jsonl line 2: label \"music\" is not in the labels of the request");
    }

    @Test
    void refusesHalfASplit() throws IOException {
        imports.file("all.jsonl", """
                {"content": "a", "label": "x", "split": "train"}
                {"content": "b", "label": "y"}
                """);
        assertThat(imports.problemOf(Task.TEXT_CLASSIFICATION))
                .isEqualTo("all.jsonl line 2: no split, though other examples have one");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a,label;x,y                 | train.csv line 1: no column content (nor text nor sentence)
            content,text;x,y            | train.csv line 1: no column label
            content,content,label;x,y,z | train.csv line 1: two columns are named "content"
            content,,label;x,y,z        | train.csv line 1: column 2 has no name; the first line names the columns
            content,label;x;y,z         | train.csv line 2: 1 values where the header has 2 columns
            content,label;x,y,z         | train.csv line 2: 3 values where the header has 2 columns
            content,label;"x,y;z,v      | train.csv line 2: a quote is opened here and never closed
            content,label;x,y;"x"z,v    | train.csv line 3: broken csv here or below
            """)
    void saysWhatIsWrongWithACsv(String csv, String problem) throws IOException {
        imports.file("train.csv", csv.replace(';', '\n'));

        assertThat(imports.problemOf(Task.TEXT_CLASSIFICATION)).startsWith(problem);
    }

    @Test
    void importsAnUpload() throws IOException {
        imports.run
                .store()
                .put("datasets/x/uploads/y", new ByteArrayInputStream((GOOD + OTHER + "{\n").getBytes(UTF_8)));
        ImportSource source = new ImportSource.Upload("datasets/x/uploads/y", "../my texts.jsonl", ContentFormat.JSONL);

        assertThat(imports.problemOf(Task.TEXT_CLASSIFICATION, source, ErrorCode.INVALID_DATA))
                .startsWith("my texts.jsonl line 3: not JSON");

        imports.run.store().put("datasets/x/uploads/y", new ByteArrayInputStream((GOOD + OTHER).getBytes(UTF_8)));
        assertThat(imports.of(Task.TEXT_CLASSIFICATION, source, List.of())
                        .summary()
                        .total())
                .isEqualTo(2);
    }

    @Test
    void saysHowFarItIsAndStopsWhenAsked() throws IOException {
        imports.file("train.jsonl", (GOOD + OTHER).repeat(500)).of(Task.TEXT_CLASSIFICATION);

        assertThat(imports.run.progress).extracting(Progress::phase).contains("reading", "saving");
        assertThat(imports.run.progress).allMatch(progress -> progress.step() <= progress.steps());

        Imports stopped = new Imports(folder.resolve("stopped"));
        stopped.run.interruption = Interruption.STOP;
        stopped.file("train.jsonl", (GOOD + OTHER).repeat(500));
        assertThatExceptionOfType(InterruptedRunException.class).isThrownBy(() -> stopped.of(Task.TEXT_CLASSIFICATION));
        assertThat(stopped.run.store().list("")).isEmpty();
    }
}
