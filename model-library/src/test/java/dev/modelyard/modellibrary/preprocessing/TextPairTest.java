package dev.modelyard.modellibrary.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.modelyard.contracts.artifact.ModelFiles;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.modellibrary.sample.InvalidSampleException;
import dev.modelyard.modellibrary.sample.PairSample;
import dev.modelyard.modellibrary.sample.TextSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextPairTest {
    private static final List<PairSample> CHINESE = List.of(
            new PairSample("今天天气怎么样？", "今天的天气好吗"), new PairSample("我爱你", "你爱我"), new PairSample("今天天气怎么样？", "明天去哪里"));
    private static final List<PairSample> ENGLISH = List.of(
            new PairSample("A man is playing a guitar.", "A man plays the guitar"),
            new PairSample("The cat doesn't sleep", "The cat sleeps"));

    @Test
    void leavesPunctuationOutUnlessThereIsNothingElse() {
        UnitPair pair = UnitPair.of(new PairSample("Hello, 世界!", "?!"), 100);

        assertThat(pair.first()).containsExactly("hello", "世", "界");
        assertThat(pair.second()).containsExactly("?", "!");
    }

    @Test
    void marksWhatIsSharedAndWhatIsNot() {
        UnitPair pair = UnitPair.of(new PairSample("a b", "b c"), 100);

        assertThat(PairBag.entries(pair, false)).containsExactly("/a", "=b", "/c", "/a b", "/b c", "×a c");
        assertThat(PairBag.entries(pair, true))
                .containsExactly("<a", "=b", "~b", ">c", "~c", "<a b", ">b c", "~b c", "×a c");
    }

    @Test
    void crossesOnlyFewUnits() {
        UnitPair pair = UnitPair.of(new PairSample("a b c d e f g", "h i j k l m"), 100);

        assertThat(PairBag.entries(pair, false)).noneMatch(entry -> entry.startsWith("×"));
    }

    @Test
    void knowsWhatOccursTwice() {
        PairVocabulary vocabulary = TextPair.learn(CHINESE, false).vocabulary();

        assertThat(vocabulary.grams()).contains("今", "天 气").doesNotContain("好");
        assertThat(vocabulary.idf()).allMatch(idf -> idf > 0 && idf <= vocabulary.unseen());
    }

    @Test
    void weighsKnownEntriesAlike() {
        Prepared.Pair pair =
                (Prepared.Pair) TextPair.learn(CHINESE, false).preparer().prepare(CHINESE.getFirst());

        assertThat(pair.bag().ids()).isNotEmpty();
        for (float weight : pair.bag().weights()) {
            assertThat(weight).isCloseTo((float) (1 / Math.sqrt(pair.bag().ids().length)), within(1e-6f));
        }
    }

    @Test
    void givesTheSameFiguresInWhateverOrderWhereThatDoesNotMatter() {
        for (List<PairSample> pairs : List.of(CHINESE, ENGLISH)) {
            Preparer undirected = TextPair.learn(pairs, false).preparer();
            for (PairSample pair : pairs) {
                assertThat(features(undirected, swapped(pair))).containsExactly(features(undirected, pair));
            }
        }
    }

    @Test
    void givesOtherFiguresWhereTheOrderMatters() {
        PairSample pair = new PairSample("a man plays", "a man plays the guitar");
        Preparer directed = TextPair.learn(ENGLISH, true).preparer();

        assertThat(features(directed, swapped(pair))).isNotEqualTo(features(directed, pair));
    }

    private static PairSample swapped(PairSample pair) {
        return new PairSample(/* first= */ pair.second(), /* second= */ pair.first());
    }

    @Test
    void tellsOrderAndNegationApart() {
        Preparer preparer = TextPair.learn(ENGLISH, false).preparer();

        assertThat(features(preparer, new PairSample("dog bites man", "man bites dog")))
                .isNotEqualTo(features(preparer, new PairSample("dog bites man", "dog bites man")));
        assertThat(features(preparer, new PairSample("it is good", "it is not good")))
                .isNotEqualTo(features(preparer, new PairSample("it is good", "it is very good")));
    }

    @Property(tries = 300)
    void anyTwoTextsAreFiniteFiguresOrRefused(@ForAll String first, @ForAll String second) {
        Preparer preparer = TextPair.learn(ENGLISH, true).preparer();
        int width = features(preparer, ENGLISH.getFirst()).length;
        try {
            float[] features = features(preparer, new PairSample(first, second));

            assertThat(features).hasSize(width);
            assertThat(IntStream.range(0, width)).allMatch(i -> Float.isFinite(features[i]));
        } catch (InvalidSampleException e) {
            assertThat(TextUnits.of(first, 100).isEmpty()
                            || TextUnits.of(second, 100).isEmpty())
                    .isTrue();
        }
    }

    @Test
    void isTheSameFromItsFiles(@TempDir Path folder) throws IOException {
        TextPair.Learnt learnt = TextPair.learn(ENGLISH, true);
        Files.write(folder.resolve(ModelFiles.PREPROCESSING), Json.writeBytes(learnt.preprocessing()));
        Files.write(folder.resolve(ModelFiles.TOKENIZER), learnt.vocabulary().toJson());

        Preparer read = Preprocessing.read(folder).open(folder);

        for (PairSample pair : ENGLISH) {
            Prepared.Pair expected = (Prepared.Pair) learnt.preparer().prepare(pair);
            Prepared.Pair found = (Prepared.Pair) read.prepare(pair);
            assertThat(found.features()).containsExactly(expected.features());
            assertThat(found.bag().ids()).containsExactly(expected.bag().ids());
        }
    }

    @Test
    void refusesOtherSamplesAndEmptyTexts() {
        Preparer preparer = TextPair.learn(ENGLISH, false).preparer();

        assertThatThrownBy(() -> preparer.prepare(new TextSample("a")))
                .isInstanceOf(InvalidSampleException.class)
                .hasMessage("this model takes a pair of texts, not a text");
        assertThatThrownBy(() -> preparer.prepare(new PairSample("a", " ")))
                .isInstanceOf(InvalidSampleException.class)
                .hasMessage("the second text is empty");
    }

    private static float[] features(Preparer preparer, PairSample pair) {
        return ((Prepared.Pair) preparer.prepare(pair)).features();
    }
}
