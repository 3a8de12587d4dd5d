package dev.modelyard.trainer.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.modelyard.artifactstore.ArtifactReader;
import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.artifactstore.FolderStore;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.ModelFiles;
import dev.modelyard.contracts.artifact.ModelSummary;
import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.job.CheckpointReference;
import dev.modelyard.contracts.job.EpochMetrics;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.TrainingParameters;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.networks.pretrained.Backbones;
import dev.modelyard.trainer.algorithm.tabular.TabularLearning;
import dev.modelyard.trainer.algorithm.text.TextClassification;
import dev.modelyard.trainer.algorithm.text.TextPairLearning;
import dev.modelyard.trainer.algorithm.vision.ImageClassification;
import dev.modelyard.trainer.checkpoint.CheckpointPolicy;
import dev.modelyard.trainer.run.InterruptedRunException;
import dev.modelyard.trainer.run.Interruption;
import dev.modelyard.trainer.run.JobHandler;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training that is interrupted and goes on elsewhere ends with the very weights and figures of one that never was. */
class ResumeTest {
    private static final String SELF_TRAINING = ", \"few_shot\": {\"self_training\": true}";

    @TempDir
    private Path folder;

    private ArtifactStore store;

    @BeforeEach
    void open() throws IOException {
        store = new FolderStore(folder.resolve("store"));
    }

    /** A training job whose runs are to be compared. */
    private record Training(JobSpec.Train job, CheckpointPolicy policy) {}

    /** What a whole run left. */
    private record Ended(ModelSummary summary, byte[] weights, List<EpochMetrics> epochs, List<String> log) {}

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 6, 11, 29})
    void rowsWithEarlyStoppingAndAveragesGoOnFromAnyStep(int steps) throws IOException {
        requireSameEnd(rows("\"seed\": 3, \"max_epochs\": 9, \"patience\": 8, \"gradient_clip\": 1"), steps);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7})
    void textsWithAccumulatedGradientsGoOnFromAnyStep(int steps) throws IOException {
        requireSameEnd(texts("\"seed\": 5, \"max_epochs\": 4, \"batch_size\": 8, \"accumulation\": 3"), steps);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6})
    void pairsWithTwoOptimizersGoOnFromAnyStep(int steps) throws IOException {
        requireSameEnd(pairs("\"seed\": 5, \"max_epochs\": 4, \"batch_size\": 16"), steps);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 8})
    void pairsInOtherWordsSeenTwiceAndWithNeighboursGoOnFromAnyStep(int steps) throws IOException {
        requireSameEnd(
                pairs("\"seed\": 5, \"max_epochs\": 4, \"batch_size\": 16,"
                        + " \"few_shot\": {\"r_drop\": 1, \"text_augmentation\": 0.1, \"neighbours\": true}"),
                steps);
    }

    /** The teacher makes 32 steps and its student 60: from within either, and from between them. */
    @ParameterizedTest
    @ValueSource(ints = {5, 31, 32, 33, 34, 60, 87})
    void textsThatTeachThemselvesGoOnFromAnyStepOfTeacherAndStudent(int steps) throws IOException {
        requireSameEnd(selfTaught("\"seed\": 5, \"max_epochs\": 4, \"batch_size\": 8"), steps);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 24, 40})
    void pairsThatTeachThemselvesGoOnFromAnyStepOfTeacherAndStudent(int steps) throws IOException {
        requireSameEnd(selfTaughtPairs("\"seed\": 5, \"max_epochs\": 8, \"batch_size\": 16"), steps);
    }

    @Test
    void aStudentWhoseRunWasKilledGoesOnWithoutItsTeacherBeingTrainedAgain() throws IOException {
        // Given a run that keeps its state after every epoch and dies once one of its student is in the store
        Training training = new Training(
                selfTaught("\"seed\": 5, \"max_epochs\": 4, \"batch_size\": 8").job(),
                new CheckpointPolicy(Duration.ofDays(1), Duration.ZERO));
        Ended whole = ended(training, Optional.empty());
        RecordingContext first = context(ResumeTest::diesInItsStudent);
        interrupted(training, first, Optional.empty());
        CheckpointReference kept = first.checkpoints.getLast();
        assertThat(kept.epoch()).isGreaterThan(4);
        assertThat(first.checkpoints).extracting(CheckpointReference::step).isSorted();

        // When another run goes on
        RecordingContext second = context(_ -> Interruption.NONE);
        Ended resumed = ended(training, Optional.of(kept), second);

        // Then
        requireSame(resumed, whole);
        assertThat(second.epochs).extracting(EpochMetrics::epoch).allMatch(epoch -> epoch > kept.epoch());
        assertThat(second.log).anyMatch(line -> line.startsWith("student: goes on after"));
        assertThat(whole.epochs()).extracting(EpochMetrics::epoch).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    /** The student's first epoch ends with step 47; what it leaves is on its way to the store then, or there. */
    private static Interruption diesInItsStudent(RecordingContext run) {
        if (run.steps() < 60) {
            return Interruption.NONE;
        }
        await().until(() -> run.checkpoints.getLast().epoch() > 4);
        return Interruption.SUPERSEDED;
    }

    @ParameterizedTest
    @ValueSource(ints = {3})
    void augmentedPicturesGoOnFromAnyStep(int steps) throws IOException {
        requireSameEnd(pictures("\"seed\": 7, \"max_epochs\": 2, \"batch_size\": 8"), steps);
    }

    @Test
    void aRunThatWasKilledIsContinuedFromWhatItKeptWhileItWorked() throws IOException {
        // Given a run that keeps its state after every step and is then told that it lost, as if it had died
        Training training = new Training(
                rows("\"seed\": 3, \"max_epochs\": 6").job(), new CheckpointPolicy(Duration.ZERO, Duration.ZERO));
        Ended whole = ended(training, Optional.empty());
        RecordingContext first = context(run -> run.asked() <= 20 ? Interruption.NONE : Interruption.SUPERSEDED);
        InterruptedRunException interrupted = interrupted(training, first, Optional.empty());
        assertThat(interrupted.checkpoint()).isEmpty();
        assertThat(first.checkpoints).isNotEmpty();

        // When another run goes on from the last that was kept
        Ended second = ended(training, Optional.of(first.checkpoints.getLast()));

        // Then
        assertThat(second.log()).anyMatch(line -> line.startsWith("goes on after"));
        requireSame(second, whole);
    }

    @Test
    void aCheckpointOfAnotherTrainingOrOneThatIsGoneIsNotGoneOnFrom() throws IOException {
        Training training = rows("\"seed\": 3, \"max_epochs\": 3");
        Training other = rows("\"seed\": 4, \"max_epochs\": 3");
        CheckpointReference kept = interrupted(other, stoppedAfter(6), Optional.empty())
                .checkpoint()
                .orElseThrow();
        Ended whole = ended(training, Optional.empty());

        Ended despite = ended(training, Optional.of(kept));
        assertThat(despite.log())
                .anyMatch(line -> line.endsWith("another version of the recipe; the training begins anew"));
        requireSame(despite, whole);
        store.deleteAll(kept.artifact().prefix());
        Ended without = ended(training, Optional.of(kept));
        assertThat(without.log()).anyMatch(line -> line.endsWith("is gone; the training begins anew"));
        requireSame(without, whole);
    }

    private void requireSameEnd(Training training, int steps) throws IOException {
        Ended whole = ended(training, Optional.empty());

        CheckpointReference kept = interrupted(training, stoppedAfter(steps), Optional.empty())
                .checkpoint()
                .orElseThrow();
        CheckpointReference further = interrupted(training, stoppedAfter(3), Optional.of(kept))
                .checkpoint()
                .orElseThrow();

        assertThat(further.step()).isGreaterThanOrEqualTo(kept.step());
        Ended resumed = ended(training, Optional.of(further));
        assertThat(resumed.log()).anyMatch(line -> line.startsWith("goes on after"));
        requireSame(resumed, whole);
    }

    private static void requireSame(Ended resumed, Ended whole) {
        assertThat(resumed.summary().metrics()).isEqualTo(whole.summary().metrics());
        assertThat(resumed.summary().bestEpoch()).isEqualTo(whole.summary().bestEpoch());
        assertThat(resumed.weights()).isEqualTo(whole.weights());
        assertThat(resumed.epochs())
                .usingElementComparator(
                        (a, b) -> a.epoch() - b.epoch() != 0 ? 1 : timeless(a).equals(timeless(b)) ? 0 : 1)
                .containsExactlyElementsOf(whole.epochs());
    }

    private static Map<String, Double> timeless(EpochMetrics epoch) {
        Map<String, Double> values = new HashMap<>(epoch.values());
        values.remove("seconds");
        return values;
    }

    private Ended ended(Training training, Optional<CheckpointReference> resume) throws IOException {
        return ended(training, resume, context(_ -> Interruption.NONE));
    }

    private Ended ended(Training training, Optional<CheckpointReference> resume, RecordingContext context)
            throws IOException {
        JobHandler.Result result = handler(training).handle(training.job(), resume, context);
        ArtifactReader artifact = new ArtifactReader(store, result.artifact());
        List<EpochMetrics> history = new String(artifact.read(ModelFiles.HISTORY), StandardCharsets.UTF_8)
                .lines()
                .map(line -> Json.read(line, EpochMetrics.class))
                .toList();
        return new Ended((ModelSummary) result.summary(), artifact.read(ModelFiles.WEIGHTS), history, context.log);
    }

    private InterruptedRunException interrupted(
            Training training, RecordingContext context, Optional<CheckpointReference> resume) {
        InterruptedRunException interrupted = catchThrowableOfType(
                InterruptedRunException.class, () -> handler(training).handle(training.job(), resume, context));
        assertThat(interrupted).as("%s", context.log).isNotNull();
        return interrupted;
    }

    private static TrainHandler handler(Training training) {
        return new TrainHandler(
                List.of(
                        new TabularLearning(),
                        new TextClassification(),
                        new TextPairLearning(),
                        new ImageClassification()),
                new Backbones(Optional.empty()),
                training.policy());
    }

    private RecordingContext context(Function<RecordingContext, Interruption> interruptions) throws IOException {
        return new RecordingContext(store, Files.createTempDirectory(folder, "scratch"), interruptions);
    }

    /** A run that is asked to hand back once it has reported so many steps. */
    private RecordingContext stoppedAfter(int steps) throws IOException {
        return context(run -> run.steps() < steps ? Interruption.NONE : Interruption.YIELD);
    }

    private Training rows(String parameters) throws IOException {
        RandomGenerator random = new SplittableRandom(1);
        DatasetBuilder rows =
                DatasetBuilder.rows(Task.TABULAR_CLASSIFICATION, List.of("low", "high"), List.of("a", "b", "c"));
        for (int i = 0; i < 60; i++) {
            double a = random.nextDouble();
            double b = random.nextDouble();
            Split split = i < 40 ? Split.TRAIN : i < 50 ? Split.VALIDATION : Split.TEST;
            rows.row(split, a + b > 1 ? 1 : 0, a, b, random.nextDouble());
        }
        return training(rows, Task.TABULAR_CLASSIFICATION, "tabular-mlp-ensemble", parameters);
    }

    private Training pairs(String parameters) throws IOException {
        List<String> words = List.of("sun", "rain", "goal", "match", "stock", "bank");
        DatasetBuilder pairs = new DatasetBuilder(Task.TEXT_SIMILARITY, List.of("0", "1"), List.of());
        for (int i = 0; i < 60; i++) {
            Split split = i < 45 ? Split.TRAIN : Split.VALIDATION;
            String other = words.get(i % 2 == 0 ? i % 6 : (i + 2) % 6);
            pairs.pair(split, "the " + words.get(i % 6) + " of day " + i, other + " on day " + i, i % 2);
        }
        return training(pairs, Task.TEXT_SIMILARITY, "text-pair-features", parameters);
    }

    /** Pairs of which 24 have no label. */
    private Training selfTaughtPairs(String parameters) throws IOException {
        List<String> words = List.of("sun", "rain", "goal", "match", "stock", "bank");
        DatasetBuilder pairs = new DatasetBuilder(Task.TEXT_SIMILARITY, List.of("0", "1"), List.of());
        for (int i = 0; i < 84; i++) {
            String first = "the " + words.get(i % 6) + " of day " + i;
            String second = words.get(i % 2 == 0 ? i % 6 : (i + 2) % 6) + " on day " + i;
            if (i < 60) {
                pairs.pair(i < 45 ? Split.TRAIN : Split.VALIDATION, first, second, i % 2);
            } else {
                pairs.unlabelled(first, second);
            }
        }
        return training(pairs, Task.TEXT_SIMILARITY, "text-pair-features", parameters + SELF_TRAINING);
    }

    /** Texts of which 60 have no label. */
    private Training selfTaught(String parameters) throws IOException {
        List<String> words = List.of("sun", "rain", "goal", "match", "stock", "bank");
        DatasetBuilder texts = DatasetBuilder.texts(List.of("weather", "sport", "money"));
        for (int i = 0; i < 140; i++) {
            String text = words.get(i % 6) + " " + words.get(i % 6) + " number " + i;
            if (i < 80) {
                texts.text(i < 60 ? Split.TRAIN : Split.VALIDATION, text, i % 6 / 2);
            } else {
                texts.unlabelled(text);
            }
        }
        return training(texts, Task.TEXT_CLASSIFICATION, "text-ngram-bag", parameters + SELF_TRAINING);
    }

    private Training texts(String parameters) throws IOException {
        List<String> words = List.of("sun", "rain", "goal", "match", "stock", "bank");
        DatasetBuilder texts = DatasetBuilder.texts(List.of("weather", "sport", "money"));
        for (int i = 0; i < 90; i++) {
            texts.text(i < 70 ? Split.TRAIN : Split.VALIDATION, "the " + words.get(i % 6) + " of day " + i, i % 6 / 2);
        }
        return training(texts, Task.TEXT_CLASSIFICATION, "text-ngram-bag", parameters);
    }

    private Training pictures(String parameters) throws IOException {
        DatasetBuilder pictures = DatasetBuilder.images(List.of("left", "right"));
        for (int i = 0; i < 40; i++) {
            pictures.image(i < 30 ? Split.TRAIN : Split.VALIDATION, i + ".png", picture(i), i % 2);
        }
        return training(pictures, Task.IMAGE_CLASSIFICATION, "resnet18-compact", parameters);
    }

    private static byte[] picture(int number) throws IOException {
        BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.getHSBColor(number / 40f, 1, 1));
        graphics.fillRect(number % 2 * 14, number % 7, 14, 14);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private Training training(DatasetBuilder dataset, Task task, String network, String parameters) throws IOException {
        ArtifactReference version =
                dataset.write(store, "datasets/" + DatasetId.fresh().value() + "/1");
        return new Training(
                new JobSpec.Train(
                        ModelId.fresh(),
                        task,
                        network,
                        new JobSpec.DatasetInput(DatasetId.fresh(), 1, version),
                        Json.read("{" + parameters + "}", TrainingParameters.class)),
                CheckpointPolicy.AT_THE_END);
    }
}
