package dev.modelyard.inference.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.modellibrary.sample.Cell;
import dev.modelyard.modellibrary.sample.ImageSample;
import dev.modelyard.modellibrary.sample.PairSample;
import dev.modelyard.modellibrary.sample.RowSample;
import dev.modelyard.modellibrary.sample.TextSample;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputReaderTest {
    @Test
    void readsATextInBothItsForms() {
        assertThat(read(Task.TEXT_CLASSIFICATION, "\"hello\"")).isEqualTo(new Input.Usable(new TextSample("hello")));
        assertThat(read(Task.TEXT_CLASSIFICATION, "{\"text\":\"hello\"}"))
                .isEqualTo(new Input.Usable(new TextSample("hello")));
    }

    @Test
    void readsAPair() {
        assertThat(read(Task.TEXT_SIMILARITY, "{\"sentence1\":\"a\",\"sentence2\":\"b\"}"))
                .isEqualTo(new Input.Usable(new PairSample("a", "b")));
    }

    @Test
    void readsARowByNameAndByPosition() {
        assertThat(read(Task.TABULAR_REGRESSION, "{\"age\":31,\"city\":\"Ulm\",\"member\":true,\"income\":null}"))
                .isEqualTo(new Input.Usable(new RowSample.Named(Map.of(
                        "age",
                        new Cell.Numeric(31),
                        "city",
                        new Cell.Text("Ulm"),
                        "member",
                        new Cell.Text("true"),
                        "income",
                        Cell.MISSING))));
        assertThat(read(Task.TABULAR_CLASSIFICATION, "[1.5,\"Ulm\",null]"))
                .isEqualTo(new Input.Usable(
                        new RowSample.Positional(List.of(new Cell.Numeric(1.5), new Cell.Text("Ulm"), Cell.MISSING))));
    }

    @Test
    void readsAnImageFromBase64() {
        Input input = read(Task.IMAGE_CLASSIFICATION, "{\"image\":\"aGVsbG8=\"}");

        assertThat(input).isInstanceOfSatisfying(Input.Usable.class, usable -> assertThat(
                        ((ImageSample) usable.sample()).bytes())
                .asString()
                .isEqualTo("hello"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            text-similarity        | "a"                             | must be an object with the two texts
            text-inference         | {"sentence1":"a"}               | must be an object with the two texts
            text-inference         | {"sentence1":"a","sentence2":1} | must be an object with the two texts
            text-classification    | 17                              | must be a text
            text-classification    | null                            | must be a text
            text-classification    | ["a"]                           | must be a text
            text-classification    | {"text":"a","other":1}          | must be a text
            text-classification    | {"content":"a"}                 | must be a text
            image-classification   | "aGVsbG8="                      | must be an object with the one field image
            image-classification   | {"image":5}                     | must be an object with the one field image
            image-classification   | {"image":"not base64!"}         | image is not base64
            tabular-classification | "5.1,3.5"                       | must be a row
            tabular-classification | 5                               | must be a row
            tabular-classification | {"a":[1]}                       | a must be a number, a text or null
            tabular-classification | [1,{"b":2}]                     | value 2 must be a number, a text or null
            tabular-regression     | [1e999]                         | value 1 is too large a number
            tabular-regression     | {"a":-1e400}                    | a is too large a number
            """)
    void saysWhatIsWrongWithAnInputOfAnotherShape(String task, String json, String message) {
        assertThat(read(Task.of(task), json))
                .isInstanceOfSatisfying(Input.Unusable.class, unusable -> assertThat(unusable.message())
                        .startsWith(message));
    }

    private static Input read(Task task, String json) {
        return InputReader.read(task, Json.read(json, JsonNode.class));
    }
}
