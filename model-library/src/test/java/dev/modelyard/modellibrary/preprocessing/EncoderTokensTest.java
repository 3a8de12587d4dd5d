package dev.modelyard.modellibrary.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.modellibrary.sample.InvalidSampleException;
import dev.modelyard.modellibrary.sample.PairSample;
import dev.modelyard.modellibrary.sample.Sample;
import dev.modelyard.modellibrary.sample.TextSample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class EncoderTokensTest {
    /** Token ids of transformers 5.18, exactly. */
    @Test
    void cutsTextsAsTheLibraryOfTheCheckpointDoes() throws IOException {
        Path tiny = tiny();
        for (JsonNode example :
                Json.mapper().readTree(tiny.resolve("expected.json").toFile())) {
            JsonNode second = example.path("pair");
            String text = example.path("text").asText();
            try (Preparer preparer = preparer(!second.isNull(), 64)) {
                Sample sample = second.isNull() ? new TextSample(text) : new PairSample(text, second.asText());

                Prepared.Tokens tokens = (Prepared.Tokens) preparer.prepare(sample);

                assertThat(tokens.ids()).containsExactly(numbers(example.path("input_ids")));
                assertThat(tokens.segments()).containsExactly(numbers(example.path("token_type_ids")));
            }
        }
    }

    @Test
    void cutsOffWhatDoesNotFit() throws IOException {
        try (Preparer single = preparer(false, 16);
                Preparer pairs = preparer(true, 16)) {
            assertThat(((Prepared.Tokens) single.prepare(new TextSample("天气".repeat(100_000)))).ids())
                    .hasSize(16);
            Prepared.Tokens pair = (Prepared.Tokens) pairs.prepare(new PairSample("天", "气".repeat(1000)));
            assertThat(pair.ids()).hasSize(16);
            assertThat(pair.segments()).startsWith(0, 0, 0, 1).endsWith(1);
        }
    }

    @Test
    void takesAnyCharacterAndHalvesOfThem() throws IOException {
        try (Preparer single = preparer(false, 16)) {
            for (String text : List.of("a\0b", "\ud83d", "\ude00x", "😀天气", "\uffff")) {
                assertThat(((Prepared.Tokens) single.prepare(new TextSample(text))).ids())
                        .as(text)
                        .hasSizeBetween(2, 16);
            }
        }
    }

    @Test
    void refusesOtherSamplesAndEmptyTexts() throws IOException {
        try (Preparer single = preparer(false, 16);
                Preparer pairs = preparer(true, 16)) {
            assertThatThrownBy(() -> single.prepare(new PairSample("a", "b")))
                    .isInstanceOf(InvalidSampleException.class)
                    .hasMessage("this model takes a text, not a pair of texts");
            assertThatThrownBy(() -> pairs.prepare(new PairSample(" ", "b")))
                    .isInstanceOf(InvalidSampleException.class)
                    .hasMessage("the first text is empty");
        }
    }

    @Test
    void whatIsNoTokenizerIsRefused() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new EncoderTokens(false, 16).preparer("{}".getBytes(StandardCharsets.UTF_8)))
                .withMessageStartingWith("tokenizer.json is no tokenizer");
    }

    private static Preparer preparer(boolean pairs, int maxTokens) throws IOException {
        return new EncoderTokens(pairs, maxTokens).preparer(Files.readAllBytes(tiny().resolve("tokenizer.json")));
    }

    private static Path tiny() {
        Path tiny = Path.of(
                        System.getProperty("modelyard.root", "."), "..", "shared", "fixtures", "backbones", "tiny-bert")
                .normalize();
        assumeThat(tiny).as("skipped: no tokenizer at %s", tiny).isDirectory();
        return tiny;
    }

    private static long[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .toArray();
    }
}
