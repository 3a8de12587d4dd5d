package dev.modelyard.trainer.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.job.TrainingParameters;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.modellibrary.prediction.Classification;
import dev.modelyard.modellibrary.prediction.ServableModel;
import dev.modelyard.modellibrary.prediction.SessionSettings;
import dev.modelyard.modellibrary.sample.TextSample;
import dev.modelyard.trainer.run.JobFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes few examples go further, from data to the served model. */
class FewShotTest {
    private static final List<String> FIRST = List.of("sun", "rain");
    private static final List<String> SECOND = List.of("goal", "match");

    @TempDir
    Path folder;

    @Test
    void neighboursTellWhatNoSumOfWordsTells() throws IOException {
        // Given texts whose label is whether two words go together
        DatasetBuilder texts = DatasetBuilder.texts(List.of("no", "yes"));
        List<String> asked = fill(texts, 240);

        // When
        Trained alone = Trained.on(texts, Task.TEXT_CLASSIFICATION, parameters("{}"), folder);
        Trained mixed = Trained.on(texts, Task.TEXT_CLASSIFICATION, parameters("{\"neighbours\": true}"), folder);

        // Then
        assertThat(mixed.metric("test_accuracy")).isGreaterThan(alone.metric("test_accuracy") + .1);
        assertThat(mixed.context().log).anyMatch(line -> line.contains("training examples count"));
        try (ServableModel model = ServableModel.load(mixed.files(), new SessionSettings(1))) {
            int right = 0;
            for (int i = 0; i < asked.size(); i++) {
                Classification answer = (Classification) model.run(List.of(model.prepare(new TextSample(asked.get(i)))))
                        .getFirst();
                right += answer.id() == label(asked.get(i)) ? 1 : 0;
            }
            assertThat((double) right / asked.size()).isCloseTo(mixed.metric("test_accuracy"), within(1e-9));
        }
    }

    @Test
    void neighboursAreLeftOutWithoutAValidationSplit() throws IOException {
        DatasetBuilder texts = DatasetBuilder.texts(List.of("no", "yes"));
        for (int i = 0; i < 20; i++) {
            texts.text(Split.TRAIN, "sun " + i, 0).text(Split.TRAIN, "goal " + i, 1);
        }

        Trained trained = Trained.on(texts, Task.TEXT_CLASSIFICATION, parameters("{\"neighbours\": true}"), folder);

        assertThat(trained.context().log)
                .contains("no validation examples say how much neighbours should count: they do not");
    }

    @Test
    void neighboursAreNotChosenByTheExamplesThatTheyAre() throws IOException {
        DatasetBuilder pairs = new DatasetBuilder(Task.TEXT_SIMILARITY, List.of("0", "1"), List.of());
        for (int i = 0; i < 12; i++) {
            pairs.pair(Split.TRAIN, "the sun of day " + i, "rain " + i, i % 2);
        }

        Trained trained = Trained.on(pairs, Task.TEXT_SIMILARITY, parameters("{\"neighbours\": true}"), folder);

        assertThat(trained.context().log)
                .contains("no validation examples say how much neighbours should count: they do not");
    }

    @Test
    void neighboursAreForLabels() {
        DatasetBuilder pairs = new DatasetBuilder(Task.TEXT_SIMILARITY, List.of(), List.of());
        for (int i = 0; i < 40; i++) {
            pairs.graded(Split.TRAIN, "the sun", "the rain of day " + i, i / 10.0);
        }

        assertThatThrownBy(() -> Trained.on(pairs, Task.TEXT_SIMILARITY, parameters("{\"neighbours\": true}"), folder))
                .isInstanceOfSatisfying(JobFailedException.class, failed -> assertThat(failed.code())
                        .isEqualTo(ErrorCode.UNTRAINABLE))
                .hasMessageContaining("grades");
    }

    @Test
    void twoPassesAndOtherWordsLearnWhatOnePassLearnsInOtherWeights() throws IOException {
        DatasetBuilder pairs = new DatasetBuilder(Task.TEXT_SIMILARITY, List.of("0", "1"), List.of());
        for (int i = 0; i < 80; i++) {
            Split split = i < 60 ? Split.TRAIN : Split.VALIDATION;
            String first = "day " + i + " in " + FIRST.get(i % 2);
            pairs.pair(split, first, i % 4 < 2 ? "it was a " + first : "the " + SECOND.get(i % 2), i % 4 < 2 ? 1 : 0);
        }

        Trained plain = Trained.on(pairs, Task.TEXT_SIMILARITY, parameters("{}"), folder);
        Trained twice = Trained.on(pairs, Task.TEXT_SIMILARITY, parameters("{\"r_drop\": 2}"), folder);
        Trained words = Trained.on(pairs, Task.TEXT_SIMILARITY, parameters("{\"text_augmentation\": 0.2}"), folder);

        List<Trained> all = List.of(plain, twice, words);
        assertThat(all).allSatisfy(trained -> assertThat(trained.metric("val_accuracy"))
                .isGreaterThan(.9));
        assertThat(all).extracting(trained -> trained.metric("val_loss")).doesNotHaveDuplicates();
    }

    /** Texts among whose words one of the first pair and one of the second are, wide apart; a quarter is for validation, one for the test. */
    private static List<String> fill(DatasetBuilder texts, int count) {
        RandomGenerator random = new SplittableRandom(1);
        List<String> tests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String text = "%s w%d of z%d %s"
                    .formatted(FIRST.get(i % 2), random.nextInt(5), random.nextInt(5), SECOND.get(i / 2 % 2));
            Split split = i < count / 2 ? Split.TRAIN : i < 3 * count / 4 ? Split.VALIDATION : Split.TEST;
            texts.text(split, text, label(text));
            if (split == Split.TEST) {
                tests.add(text);
            }
        }
        return tests;
    }

    private static int label(String text) {
        return text.startsWith("sun") == text.endsWith("goal") ? 1 : 0;
    }

    private static TrainingParameters parameters(String fewShot) {
        return Json.read("{\"seed\": 1, \"few_shot\": %s}".formatted(fewShot), TrainingParameters.class);
    }
}
