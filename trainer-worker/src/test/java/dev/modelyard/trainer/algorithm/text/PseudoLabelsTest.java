package dev.modelyard.trainer.algorithm.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.trainer.training.Guess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PseudoLabelsTest {
    @Test
    void takesWhatIsSureEnough() {
        List<Guess> guesses = List.of(new Guess(1, .79f), new Guess(0, .8f), new Guess(1, .95f), new Guess(0, .1f));

        PseudoLabels chosen = PseudoLabels.of(guesses, new int[] {0, 1}, 2, .8);

        assertThat(chosen.indexes()).containsExactly(1, 2);
        assertThat(chosen.labels()).containsExactly(0, 1);
        assertThat(chosen.counts(2)).containsExactly(1, 1);
    }

    @Test
    void takesTheSurestOfEachClassByItsShareOfTheLabelled() {
        List<Guess> guesses = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            guesses.add(new Guess(0, i / 100f));
            guesses.add(new Guess(1, i / 100f));
            guesses.add(new Guess(2, 1));
        }

        PseudoLabels chosen = PseudoLabels.of(guesses, new int[] {0, 1, 1, 0, 1}, 3, 0);

        // Twenty for each labelled example, and none of a class that has none.
        assertThat(chosen.counts(3)).containsExactly(40, 60, 0);
        assertThat(Arrays.stream(chosen.indexes()).boxed())
                .allMatch(i -> guesses.get(i).probability() >= (i % 3 == 0 ? .6f : .4f));
        assertThat(chosen.indexes()).isSorted();
    }

    @Test
    void noClassGetsMoreByItsShareThanHalfOfTheClassesHave() {
        assertThat(counts(new int[] {0, 1, 2}, 15, 3, 6)).containsExactly(6, 3, 6);
        assertThat(counts(new int[] {0, 0, 1, 2}, 15, 3, 6)).containsExactly(12, 3, 6);
        assertThat(counts(new int[] {0, 1}, 15, 0)).containsExactly(0, 0);
    }

    /** What is taken where so many examples are taken for each class. */
    private static int[] counts(int[] known, int... guessed) {
        List<Guess> guesses = new ArrayList<>();
        for (int label = 0; label < guessed.length; label++) {
            for (int i = 0; i < guessed[label]; i++) {
                guesses.add(new Guess(label, 1));
            }
        }
        return PseudoLabels.of(guesses, known, guessed.length, 1).counts(guessed.length);
    }

    @Test
    void otherChoicesHaveOtherDigests() {
        List<Guess> guesses = List.of(new Guess(0, .9f), new Guess(1, .9f));
        List<Guess> others = List.of(new Guess(1, .9f), new Guess(0, .9f));
        int[] known = {0, 1};

        String digest = PseudoLabels.of(guesses, known, 2, 0).digest();

        assertThat(PseudoLabels.of(guesses, known, 2, 0).digest()).isEqualTo(digest);
        assertThat(PseudoLabels.of(others, known, 2, 0).digest()).isNotEqualTo(digest);
    }
}
