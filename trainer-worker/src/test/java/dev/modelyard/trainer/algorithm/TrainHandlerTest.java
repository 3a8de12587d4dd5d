package dev.modelyard.trainer.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.modelyard.contracts.artifact.DatasetSummary.Column;
import dev.modelyard.contracts.artifact.ModelFiles;
import dev.modelyard.contracts.artifact.ModelSummary;
import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.job.EpochMetrics;
import dev.modelyard.contracts.job.Progress;
import dev.modelyard.contracts.job.TrainingParameters;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.modellibrary.prediction.Classification;
import dev.modelyard.modellibrary.prediction.Regression;
import dev.modelyard.modellibrary.prediction.ServableModel;
import dev.modelyard.modellibrary.prediction.SessionSettings;
import dev.modelyard.modellibrary.preprocessing.Prepared;
import dev.modelyard.modellibrary.sample.Cell;
import dev.modelyard.modellibrary.sample.RowSample;
import dev.modelyard.modellibrary.sample.Sample;
import dev.modelyard.modellibrary.sample.TextSample;
import dev.modelyard.trainer.run.InterruptedRunException;
import dev.modelyard.trainer.run.Interruption;
import dev.modelyard.trainer.run.JobFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainHandlerTest {
    private static final List<String> WORDS = List.of("sun", "rain", "goal", "match", "stock", "bank");
    private static final List<String> TOPICS = List.of("weather", "sport", "money");

    @TempDir
    Path folder;

    @Test
    void makesAModelVersionThatAnswersInServingAsItScoredInTraining() throws IOException {
        DatasetBuilder texts = DatasetBuilder.texts(TOPICS);
        for (int i = 0; i < 90; i++) {
            Split split = i < 60 ? Split.TRAIN : i < 75 ? Split.VALIDATION : Split.TEST;
            texts.text(split, "the " + WORDS.get(i % 6) + " is here", i % 6 / 2);
        }

        Trained trained = Trained.on(texts, Task.TEXT_CLASSIFICATION, parameters("\"max_epochs\": 4"), folder);

        assertThat(trained.metric("test_accuracy")).isEqualTo(1);
        assertThat(trained.files())
                .isDirectoryContaining("glob:**" + ModelFiles.WEIGHTS)
                .isDirectoryContaining("glob:**" + ModelFiles.NETWORK)
                .isDirectoryContaining("glob:**" + ModelFiles.TORCHSCRIPT)
                .isDirectoryContaining("glob:**" + ModelFiles.METRICS);
        assertThat(Files.readAllLines(trained.files().resolve(ModelFiles.LABELS)))
                .isEqualTo(TOPICS);
        assertThat(Files.readAllLines(trained.files().resolve(ModelFiles.HISTORY)))
                .hasSize(4);
        assertThat(Json.read(Files.readAllBytes(trained.files().resolve(ModelFiles.SUMMARY)), ModelSummary.class))
                .isEqualTo(trained.summary());
        try (ServableModel model = ServableModel.load(trained.files(), new SessionSettings(1))) {
            List<Prepared> batch = List.of(
                    model.prepare(new TextSample("what a match")),
                    model.prepare(new TextSample("Rain, RAIN and yet more rain")),
                    model.prepare(new TextSample("未知")));
            List<?> answers = model.run(batch);
            assertThat(((Classification) answers.get(0)).label()).isEqualTo("sport");
            assertThat(((Classification) answers.get(1)).label()).isEqualTo("weather");
            assertThat(((Classification) answers.get(1))
                            .candidates().stream()
                                    .mapToDouble(Classification.Candidate::probability)
                                    .sum())
                    .isCloseTo(1, within(1e-5));
            // Together or alone, padded or not, an answer is the same.
            Classification alone =
                    (Classification) model.run(batch.subList(0, 1)).getFirst();
            assertThat(alone.probability()).isCloseTo(((Classification) answers.get(0)).probability(), within(1e-6));
        }
    }

    @Test
    void reportsEveryEpochAndHowFarItIs() throws IOException {
        Trained trained = Trained.on(line(24, 8), Task.TABULAR_REGRESSION, parameters("\"max_epochs\": 3"), folder);

        assertThat(trained.context().epochs).extracting(EpochMetrics::epoch).containsExactly(1, 2, 3);
        assertThat(trained.context().epochs.getLast().values())
                .containsKeys("train_loss", "learning_rate", "val_mae", "val_loss", "seconds");
        List<Progress> training = trained.context().progress.stream()
                .filter(progress -> progress.phase().equals("training"))
                .toList();
        assertThat(training).hasSize(9);
        assertThat(training.getLast().step()).isEqualTo(9);
        assertThat(training.getLast().steps()).isEqualTo(9);
        assertThat(training.getLast().etaSeconds()).contains(0.0);
    }

    @Test
    void learnsTheSameWeightsFromTheSameSeed() throws IOException {
        TrainingParameters parameters = parameters("\"max_epochs\": 3");

        byte[] first = weights(Trained.on(line(40, 0), Task.TABULAR_REGRESSION, parameters, folder));
        byte[] second = weights(Trained.on(line(40, 0), Task.TABULAR_REGRESSION, parameters, folder));

        assertThat(second).isEqualTo(first);
    }

    @Test
    void stopsEarlyAndKeepsBestAndLastWeights() throws IOException {
        Trained trained = Trained.on(
                line(40, 12),
                Task.TABULAR_REGRESSION,
                parameters("\"max_epochs\": 200, \"min_epochs\": 4, \"patience\": 2, \"learning_rate\": 0.05"),
                folder);

        int epochs = trained.summary().epochs();
        assertThat(epochs).isBetween(4, 199);
        assertThat(trained.summary().bestEpoch()).isEqualTo(epochs - 2);
        assertThat(trained.files()).isDirectoryContaining("glob:**" + ModelFiles.LAST_WEIGHTS);
        assertThat(trained.metric("val_mae"))
                .isCloseTo(
                        trained.context().epochs.stream()
                                .mapToDouble(epoch -> epoch.values().getOrDefault("val_mae", Double.NaN))
                                .min()
                                .orElseThrow(),
                        within(1e-6));
        assertThat(trained.context().log).anyMatch(entry -> entry.startsWith("stopped early after epoch " + epochs));
    }

    @Test
    void setsRowsAsideToChooseAnEpochWhereThereIsNoValidationSplit() throws IOException {
        Trained trained = Trained.on(
                line(40, 0), Task.TABULAR_REGRESSION, parameters("\"max_epochs\": 2, \"patience\": 1"), folder);

        assertThat(trained.context().log)
                .contains("no validation split: 6 of 40 training rows are set aside to choose the epoch");
        assertThat(trained.summary().metrics()).containsKey("val_mae").doesNotContainKey("test_mae");
    }

    @Test
    void learnsFromCategoriesGapsAndColumnsThatNeverChange() throws IOException {
        DatasetBuilder rows = new DatasetBuilder(
                Task.TABULAR_CLASSIFICATION,
                List.of("no", "yes"),
                List.of(
                        new Column("colour", List.of("red", "green", "blue")),
                        new Column("size", List.of()),
                        new Column("constant", List.of())));
        for (int i = 0; i < 60; i++) {
            double colour = i % 3;
            rows.row(Split.TRAIN, colour == 1 ? 1 : 0, colour, i % 4 == 0 ? Double.NaN : i, 5.0);
        }

        Trained trained = Trained.on(rows, Task.TABULAR_CLASSIFICATION, parameters("\"max_epochs\": 20"), folder);

        assertThat(answer(trained, row(new Cell.Text("green"), Cell.MISSING, new Cell.Numeric(5))))
                .extracting(answer -> ((Classification) answer).label())
                .isEqualTo("yes");
        assertThat(answer(trained, row(new Cell.Text("blue"), new Cell.Numeric(3), new Cell.Numeric(99))))
                .extracting(answer -> ((Classification) answer).label())
                .isEqualTo("no");
    }

    @Test
    void learnsAHandfulOfExamples() throws IOException {
        Trained values = Trained.on(line(3, 0), Task.TABULAR_REGRESSION, parameters("\"max_epochs\": 2"), folder);
        DatasetBuilder two = DatasetBuilder.texts(List.of("a", "b"))
                .text(Split.TRAIN, "one", 0)
                .text(Split.TRAIN, "two", 1);
        Trained texts = Trained.on(two, Task.TEXT_CLASSIFICATION, parameters("\"max_epochs\": 5"), folder);

        assertThat(((Regression) answer(values, row(new Cell.Numeric(1)))).value())
                .isFinite();
        assertThat(((Classification) answer(texts, new TextSample("two"))).label())
                .isEqualTo("b");
        assertThat(texts.summary().metrics()).isEmpty();
    }

    @Test
    void learnsATargetThatNeverChanges() throws IOException {
        DatasetBuilder rows = DatasetBuilder.rows(Task.TABULAR_REGRESSION, List.of(), List.of("x"));
        for (int i = 0; i < 30; i++) {
            rows.value(Split.TRAIN, 7, (double) i);
        }

        Trained trained = Trained.on(rows, Task.TABULAR_REGRESSION, parameters("\"max_epochs\": 30"), folder);

        assertThat(((Regression) answer(trained, row(new Cell.Numeric(3)))).value())
                .isCloseTo(7, within(0.5));
    }

    @Test
    void saysWhyDataDoesNotTrain() {
        DatasetBuilder oneClass = DatasetBuilder.texts(List.of("a", "b"))
                .text(Split.TRAIN, "one", 1)
                .text(Split.TRAIN, "two", 1);
        DatasetBuilder nothing = DatasetBuilder.rows(Task.TABULAR_REGRESSION, List.of(), List.of("x"))
                .value(Split.TEST, 1, 1.0);

        assertFails(
                oneClass,
                Task.TEXT_CLASSIFICATION,
                "",
                "all 2 training examples are of one class, 'b'; there is nothing to tell apart");
        assertFails(nothing, Task.TABULAR_REGRESSION, "", "the training split has no examples");
    }

    @Test
    void saysThatALossDivergedInsteadOfKeepingSuchWeights() {
        assertFails(
                line(40, 0),
                Task.TABULAR_REGRESSION,
                "\"max_epochs\": 50, \"optimizer\": \"sgd\", \"learning_rate\": 100",
                "the loss is no longer a number in epoch");
    }

    @Test
    void endsWithinAStepOnceItMustEnd() {
        assertThatThrownBy(() -> Trained.on(
                        line(40, 0),
                        Task.TABULAR_REGRESSION,
                        parameters("\"max_epochs\": 10000"),
                        folder,
                        run -> run.asked() <= 7 ? Interruption.NONE : Interruption.STOP))
                .isInstanceOfSatisfying(
                        InterruptedRunException.class,
                        interrupted -> assertThat(interrupted.interruption()).isEqualTo(Interruption.STOP));
    }

    @Test
    void trainsTextsWithAdamWAndDenseGradientsWhenAsked() throws IOException {
        DatasetBuilder texts = DatasetBuilder.texts(TOPICS);
        for (int i = 0; i < 60; i++) {
            texts.text(Split.TRAIN, "the " + WORDS.get(i % 6) + " is here", i % 6 / 2);
        }

        Trained trained = Trained.on(
                texts,
                Task.TEXT_CLASSIFICATION,
                parameters(
                        "\"max_epochs\": 20, \"optimizer\": \"adamw\", \"learning_rate\": 0.1, \"gradient_clip\": 1"),
                folder);

        assertThat(((Classification) answer(trained, new TextSample("stock"))).label())
                .isEqualTo("money");
    }

    private void assertFails(DatasetBuilder dataset, Task task, String parameters, String message) {
        assertThatThrownBy(() -> Trained.on(dataset, task, parameters(parameters), folder))
                .isInstanceOfSatisfying(JobFailedException.class, failed -> assertThat(failed.code())
                        .isEqualTo(ErrorCode.UNTRAINABLE))
                .hasMessageStartingWith(message);
    }

    /** Rows on a line with a little noise. */
    private static DatasetBuilder line(int train, int validation) {
        DatasetBuilder rows = DatasetBuilder.rows(Task.TABULAR_REGRESSION, List.of(), List.of("x"));
        RandomGenerator random = new SplittableRandom(1);
        for (int i = 0; i < train + validation; i++) {
            double x = random.nextDouble(-2, 2);
            rows.value(i < train ? Split.TRAIN : Split.VALIDATION, 3 * x + 1 + random.nextDouble(-.5, .5), x);
        }
        return rows;
    }

    private static RowSample row(Cell... cells) {
        return new RowSample.Positional(List.of(cells));
    }

    private static Object answer(Trained trained, Sample sample) {
        try (ServableModel model = ServableModel.load(trained.files(), new SessionSettings(1))) {
            return model.run(List.of(model.prepare(sample))).getFirst();
        }
    }

    private static byte[] weights(Trained trained) throws IOException {
        return Files.readAllBytes(trained.files().resolve(ModelFiles.WEIGHTS));
    }

    private static TrainingParameters parameters(String fields) {
        return Json.read("{\"seed\": 1" + (fields.isEmpty() ? "" : ", " + fields) + "}", TrainingParameters.class);
    }
}
