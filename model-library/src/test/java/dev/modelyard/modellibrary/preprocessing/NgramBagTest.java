package dev.modelyard.modellibrary.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.modelyard.contracts.artifact.ModelFiles;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.modellibrary.sample.ImageSample;
import dev.modelyard.modellibrary.sample.InvalidSampleException;
import dev.modelyard.modellibrary.sample.TextSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NgramBagTest {
    private static final List<String> ENGLISH =
            List.of("Where is the station?", "the STATION is closed", "Who wrote the book");
    private static final List<String> CHINESE = List.of("世界杯开幕", "iPhone 发布会", "世界经济论坛");

    @Test
    void tellsScriptsApartByTheWordsOfTheTexts() {
        assertThat(Script.of(ENGLISH)).isEqualTo(Script.ALPHABETIC);
        assertThat(Script.of(List.of("Где находится вокзал"))).isEqualTo(Script.ALPHABETIC);
        assertThat(Script.of(CHINESE)).isEqualTo(Script.IDEOGRAPHIC);
        assertThat(Script.of(List.of("1234", "!?"))).isEqualTo(Script.ALPHABETIC);
    }

    @Test
    void cutsTextsIntoWordsNumbersAndSingleCharacters() {
        assertThat(TextUnits.of("Ｈｅｌｌｏ, 2024年Go!", 100)).containsExactly("hello", ",", "2024", "年", "go", "!");
        assertThat(TextUnits.of("Crème brûlée", 100)).containsExactly("crème", "brûlée");
        assertThat(TextUnits.of("a b c d", 2)).containsExactly("a", "b");
    }

    @Test
    void knowsNeighbouringCharactersOfChineseAndPartsOfEnglishWords() {
        assertThat(NgramBag.learn(CHINESE).vocabulary().grams())
                .contains("世", "世 界", "iphone 发")
                .doesNotContain("~世界杯");
        assertThat(NgramBag.learn(ENGLISH).vocabulary().grams())
                .contains("<s> where", "the station", "~<st", "~tion>")
                .doesNotContain("~wrot");
    }

    @Test
    void givesEveryTextTheLengthOneWithItsBlocksWeighted() {
        NgramBag.Learnt learnt = NgramBag.learn(ENGLISH);
        List<String> grams = learnt.vocabulary().grams();

        Prepared.Bag bag = (Prepared.Bag) learnt.preparer().prepare(new TextSample("is the station open"));

        double units = 0;
        double characters = 0;
        for (int i = 0; i < bag.ids().length; i++) {
            double square = bag.weights()[i] * bag.weights()[i];
            if (grams.get(bag.ids()[i] - 1).startsWith("~")) {
                characters += square;
            } else {
                units += square;
            }
        }
        assertThat(units + characters).isCloseTo(1, within(1e-5));
        assertThat(Math.sqrt(units)).isCloseTo(0.894, within(1e-3));
    }

    @Test
    void answersTheSameBagAfterItWasSaved(@TempDir Path folder) throws IOException {
        NgramBag.Learnt learnt = NgramBag.learn(CHINESE);
        Files.write(folder.resolve(ModelFiles.PREPROCESSING), Json.writeBytes(learnt.preprocessing()));
        Files.write(folder.resolve(ModelFiles.TOKENIZER), learnt.vocabulary().toJson());

        Preparer opened = Preprocessing.read(folder).open(folder);

        TextSample sample = new TextSample("世界杯 iPhone");
        assertThat(opened.prepare(sample))
                .usingRecursiveComparison()
                .isEqualTo(learnt.preparer().prepare(sample));
        assertThat(Files.readString(folder.resolve(ModelFiles.PREPROCESSING)))
                .isEqualTo("{\"kind\":\"ngram-bag\",\"script\":\"ideographic\",\"max_units\":8192}");
    }

    @Test
    void refusesWhatIsNoTextAndAnEmptyOne() {
        Preparer preparer = NgramBag.learn(ENGLISH).preparer();

        assertThatThrownBy(() -> preparer.prepare(new TextSample(" \n\t")))
                .isInstanceOf(InvalidSampleException.class)
                .hasMessage("the text is empty");
        assertThatThrownBy(() -> preparer.prepare(new ImageSample(new byte[0])))
                .isInstanceOf(InvalidSampleException.class)
                .hasMessage("this model takes a text, not an image");
        assertThat(((Prepared.Bag) preparer.prepare(new TextSample("完全不同"))).ids())
                .containsOnly(learntStart());
    }

    private static int learntStart() {
        return NgramBag.learn(ENGLISH).vocabulary().grams().indexOf("<s>") + 1;
    }

    @Property(tries = 300)
    void cutsAnyTextIntoUnitsThatStayWholeWhenCutAgain(@ForAll String text) {
        List<String> units = TextUnits.of(text, Integer.MAX_VALUE);

        assertThat(units).noneMatch(String::isBlank);
        assertThat(units).allSatisfy(unit -> assertThat(unit).isNotEmpty());
        assertThat(TextUnits.of(text, 3)).isEqualTo(units.subList(0, Math.min(3, units.size())));
    }
}
