package dev.modelyard.modellibrary.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.modelyard.contracts.wire.Json;
import dev.modelyard.modellibrary.sample.ChoiceSample;
import dev.modelyard.modellibrary.sample.InvalidSampleException;
import dev.modelyard.modellibrary.sample.PairSample;
import dev.modelyard.modellibrary.sample.TextSample;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.weights.Tensor;
import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ids of the fixture: [CLS] 2, [SEP] 3, [MASK] 4, 今 153, 天 641, 气 1425, 真 1757, 好 665. */
class OptionTokensTest {
    private static final List<String> LABELS = List.of("天气", "好");

    @Test
    void putsOptionsBeforeTheTextEachInABlockOfItsOwn() throws IOException {
        try (Preparer preparer = preparer(false, 64)) {
            Prepared.Choice choice = (Prepared.Choice) preparer.prepare(new TextSample("今天真好"));

            assertThat(choice.ids()).containsExactly(2, 4, 641, 1425, 4, 665, 3, 153, 641, 1757, 665, 3);
            assertThat(choice.segments()).containsExactly(0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1);
            assertThat(choice.places()).containsExactly(0, 1, 2, 3, 1, 2, 4, 5, 6, 7, 8, 9);
            assertThat(choice.blocks()).containsExactly(0, 1, 1, 1, 2, 2, 0, 0, 0, 0, 0, 0);
            assertThat(choice.choices()).containsExactly(1, 4);
            assertThat(choice.labels()).isEqualTo(LABELS);
        }
    }

    @Test
    void endsEachTextOfAPair() throws IOException {
        try (Preparer preparer = preparer(true, 64)) {
            Prepared.Choice choice = (Prepared.Choice) preparer.prepare(new PairSample("今天", "好"));

            assertThat(choice.ids()).containsExactly(2, 4, 641, 1425, 4, 665, 3, 153, 641, 3, 665, 3);
            assertThat(choice.places()).containsExactly(0, 1, 2, 3, 1, 2, 4, 5, 6, 7, 8, 9);
            assertThat(choice.blocks()).endsWith(0, 0, 0, 0, 0, 0);
        }
    }

    @Test
    void aSampleMayBringOtherLabels() throws IOException {
        try (Preparer preparer = preparer(false, 64)) {
            ChoiceSample sample = new ChoiceSample(new TextSample("今"), List.of("真", "气", "天"));

            Prepared.Choice choice = (Prepared.Choice) preparer.prepare(sample);

            assertThat(choice.ids()).containsExactly(2, 4, 1757, 4, 1425, 4, 641, 3, 153, 3);
            assertThat(choice.labels()).containsExactly("真", "气", "天");
            assertThat(((Prepared.Choice) preparer.prepare(new TextSample("今"))).labels())
                    .isEqualTo(LABELS);
        }
    }

    @Test
    void padsABatchToItsLongestAndItsMostOptions() throws IOException {
        try (Preparer preparer = preparer(false, 64)) {
            List<Tensor> tensors = Batches.of(
                    List.of(
                            preparer.prepare(new TextSample("今")),
                            preparer.prepare(new ChoiceSample(new TextSample("今"), List.of("真", "气", "天")))),
                    Shape.of());

            assertThat(tensors).hasSize(5);
            assertThat(numbers(tensors.get(3)))
                    .containsExactly(0, 1, 1, 1, 2, 2, 0, 0, 0, -1, 0, 1, 1, 2, 2, 3, 3, 0, 0, 0);
            assertThat(numbers(tensors.get(4))).containsExactly(1, 4, -1, 1, 3, 5);
        }
    }

    @Test
    void cutsTheTextAndNeverTheLabels() throws IOException {
        try (Preparer single = preparer(false, 20);
                Preparer pairs = preparer(true, 20)) {
            Prepared.Choice text = (Prepared.Choice) single.prepare(new TextSample("天".repeat(9999)));
            Prepared.Choice pair = (Prepared.Choice) pairs.prepare(new PairSample("天", "气".repeat(9999)));

            assertThat(text.ids())
                    .hasSize(20)
                    .startsWith(2, 4, 641, 1425, 4, 665, 3, 641)
                    .endsWith(641, 3);
            assertThat(pair.ids())
                    .hasSize(20)
                    .startsWith(2, 4, 641, 1425, 4, 665, 3, 641, 3, 1425)
                    .endsWith(1425, 3);
        }
    }

    /** More tokens than the encoder has places, as options share theirs. */
    @Test
    void noPlaceIsBeyondTheTable() throws IOException {
        List<String> many = "今天气真好球赛看我们的队".chars().mapToObj(Character::toString).toList();
        OptionTokens tokens = new OptionTokens(false, 512, 2, 16, many);
        try (Preparer preparer = tokens.preparer(tokenizer())) {
            Prepared.Choice choice = (Prepared.Choice) preparer.prepare(new TextSample("天".repeat(100)));

            assertThat(choice.ids().length).isGreaterThan(24);
            assertThat(choice.places()).startsWith(2, 3, 4, 3, 4).endsWith(14, 15);
        }
    }

    @Test
    void labelsThatLeaveTooLittleRoomAreRefused() throws IOException {
        try (Preparer preparer = preparer(false, 20)) {
            assertThatExceptionOfType(InvalidSampleException.class)
                    .isThrownBy(() -> preparer.prepare(new ChoiceSample(new TextSample("今"), List.of("天天天天天", "气气气气"))))
                    .withMessage(
                            "the 2 labels take 11 tokens together, and no more than 10, half of max_tokens, may be theirs");
        }
        OptionTokens narrow = new OptionTokens(false, 512, 0, 8, List.of("天天天天", "气"));
        assertThatExceptionOfType(InvalidSampleException.class)
                .isThrownBy(() -> narrow.preparer(tokenizer()))
                .withMessage("the longest label takes 5 tokens, and there are places for no more than 4 beside a text");
    }

    @Test
    void labelsOfTheSameTokensAreNamed() throws IOException {
        try (OptionTokensPreparer preparer =
                new OptionTokens(false, 64, 0, 64, List.of("ABC", "好", "abc")).preparer(tokenizer())) {
            assertThat(preparer.alike()).containsExactly(List.of("ABC", "abc"));
        }
    }

    @Test
    void findsTheMarksOfRobertaAndMissesThoseThatAreNot() throws IOException {
        String roberta = """
                {"added_tokens": [{"id": 0, "content": "<s>"}, {"id": 2, "content": "</s>"}, {"id": 9, "content": "<mask>"}]}""";

        assertThat(Marks.of(roberta.getBytes(StandardCharsets.UTF_8))).isEqualTo(new Marks(0, 2, 9));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Marks.of(roberta.replace("<mask>", "<hole>").getBytes(StandardCharsets.UTF_8)))
                .withMessage("tokenizer.json has no token [MASK] or <mask>");
    }

    @Test
    void isReadAsItWasWritten() {
        OptionTokens tokens = new OptionTokens(true, 128, 2, 514, LABELS);

        assertThat(Json.read(Json.writeBytes(tokens), Preprocessing.class)).isEqualTo(tokens);
        assertThat(Json.write(tokens)).contains("\"kind\":\"option-tokens\"");
    }

    private static OptionTokensPreparer preparer(boolean pairs, int maxTokens) throws IOException {
        return new OptionTokens(pairs, maxTokens, 0, 64, LABELS).preparer(tokenizer());
    }

    private static byte[] tokenizer() throws IOException {
        Path tiny = Path.of(
                        System.getProperty("modelyard.root", "."), "..", "shared", "fixtures", "backbones", "tiny-bert")
                .normalize();
        assumeThat(tiny).as("skipped: no tokenizer at %s", tiny).isDirectory();
        return Files.readAllBytes(tiny.resolve("tokenizer.json"));
    }

    private static long[] numbers(Tensor tensor) {
        LongBuffer buffer = tensor.data().asLongBuffer();
        long[] numbers = new long[buffer.remaining()];
        buffer.get(numbers);
        return numbers;
    }
}
