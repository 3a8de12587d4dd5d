package dev.modelyard.trainer.algorithm.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.modelyard.modellibrary.sample.PairSample;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordNoiseTest {
    private static final String ENGLISH = "How far is it from Denver to Aspen ?";

    @Test
    void leavesWordsOutAndLetsOthersChangePlacesButBreaksNone() {
        List<String> words = List.of(ENGLISH.split(" "));
        List<String> noisy = IntStream.range(0, 50)
                .mapToObj(seed -> new WordNoise(.2).of(ENGLISH, new SplittableRandom(seed)))
                .toList();

        assertThat(noisy).allSatisfy(text -> assertThat(words)
                .containsAll(List.of(text.trim().split(" +"))));
        assertThat(noisy).anyMatch(text -> text.trim().split(" +").length < words.size());
        assertThat(noisy).anyMatch(text -> !ENGLISH.startsWith(text.trim().split(" +")[0]));
    }

    @Test
    void leavesOutAsManyAsTheShareSays() {
        String text = "天".repeat(1000);

        double left = IntStream.range(0, 20)
                .map(seed -> text.length()
                        - new WordNoise(.3).of(text, new SplittableRandom(seed)).length())
                .average()
                .orElseThrow();

        assertThat(left / text.length()).isCloseTo(.3, within(.03));
    }

    @Test
    void isTheSameForTheSameRandomness() {
        assertThat(new WordNoise(.3).of(ENGLISH, new SplittableRandom(5)))
                .isEqualTo(new WordNoise(.3).of(ENGLISH, new SplittableRandom(5)));
        assertThat(WordNoise.NONE.of(ENGLISH, new SplittableRandom(5))).isEqualTo(ENGLISH);
    }

    @Test
    void neverLeavesNothing() {
        for (int seed = 0; seed < 100; seed++) {
            assertThat(new WordNoise(.5).of("好", new SplittableRandom(seed))).isEqualTo("好");
            PairSample pair = (PairSample) new WordNoise(.5).of(new PairSample("a b", "c"), new SplittableRandom(seed));
            assertThat(pair.first()).isNotBlank();
            assertThat(pair.second()).isEqualTo("c");
        }
    }

    @Test
    void keepsTheLettersOfTextsWithoutSpaces() {
        String text = "今天天气真好";
        char[] letters = new WordNoise(.5).of(text, new SplittableRandom(3)).toCharArray();

        assertThat(letters).hasSizeLessThanOrEqualTo(text.length());
        assertThat(Arrays.asList(text.split(""))).contains(String.valueOf(letters[0]));
    }
}
