package dev.modelyard.trainer.algorithm.text;

import dev.modelyard.modellibrary.preprocessing.TextUnits;
import dev.modelyard.modellibrary.sample.ChoiceSample;
import dev.modelyard.modellibrary.sample.PairSample;
import dev.modelyard.modellibrary.sample.Sample;
import dev.modelyard.modellibrary.sample.TextSample;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Changes texts a little, so that a training does not learn them by heart: words are left out, and change places (EDA without synonyms,
 * Wei and Zou 2019). A word is a run of letters or digits, and a letter where the script has no spaces.
 *
 * @param share of the words that are left out, and as many again that change places; 0: texts stay as they are
 */
record WordNoise(double share) {
    static final WordNoise NONE = new WordNoise(0);

    /** A sample in other words. */
    Sample of(Sample sample, RandomGenerator random) {
        return switch (sample) {
            case TextSample(String text) -> new TextSample(of(text, random));
            case PairSample(String first, String second) -> new PairSample(of(first, random), of(second, random));
            case ChoiceSample(Sample asked, List<String> options) -> new ChoiceSample(of(asked, random), options);
            default -> throw new IllegalArgumentException("no text: " + sample.description());
        };
    }

    /** A text in other words; one that would lose all of them stays as it is. */
    String of(String text, RandomGenerator random) {
        List<String> pieces = new ArrayList<>(TextUnits.pieces(text));
        List<Integer> words = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            if (!TextUnits.isSpace(pieces.get(i))) {
                words.add(i);
            }
        }
        List<Integer> left =
                words.stream().filter(_ -> random.nextDouble() < share).toList();
        if (left.size() == words.size()) {
            return text;
        }
        words.removeAll(left);
        for (int i = 0; i < words.size(); i++) {
            if (random.nextDouble() < share) {
                swap(pieces, words.get(i), words.get(random.nextInt(words.size())));
            }
        }
        left.forEach(word -> pieces.set(word, ""));
        return String.join("", pieces);
    }

    private static void swap(List<String> pieces, int one, int other) {
        String piece = pieces.get(one);
        pieces.set(one, pieces.get(other));
        pieces.set(other, piece);
    }
}
