package dev.modelyard.trainer.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modelyard.contracts.artifact.ModelFiles;
import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.job.EpochMetrics;
import dev.modelyard.contracts.job.Progress;
import dev.modelyard.contracts.job.TrainingParameters;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.trainer.run.JobFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfTrainingTest {
    @TempDir
    Path folder;

    @Test
    void learnsWordsThatOnlyUnlabelledTextsHave() throws IOException {
        Trained teacher = Trained.on(families(), Task.TEXT_CLASSIFICATION, parameters(false), folder);
        Trained student = Trained.on(families(), Task.TEXT_CLASSIFICATION, parameters(true), folder);

        // Labelled texts know nothing of ice and tax; unlabelled ones say what they go with.
        assertThat(teacher.metric("test_accuracy")).isLessThan(.7);
        assertThat(student.metric("test_accuracy")).isEqualTo(1);
        assertThat(student.context().log)
                .anyMatch(line ->
                        line.matches("self-training: 120 of 120 unlabelled examples are taken: weather 60, money 60"))
                .anyMatch(line -> line.startsWith("kept the student: "))
                .anyMatch(line -> line.startsWith("student: epoch 1/"));
    }

    @Test
    void countsEpochsOnFromTeacherToStudent() throws IOException {
        Trained trained = Trained.on(families(), Task.TEXT_CLASSIFICATION, parameters(true), folder);

        List<EpochMetrics> history = Files.readAllLines(trained.files().resolve(ModelFiles.HISTORY)).stream()
                .map(line -> Json.read(line, EpochMetrics.class))
                .toList();
        assertThat(history).isEqualTo(trained.context().epochs).hasSize(60);
        assertThat(trained.summary().epochs()).isEqualTo(60);
        assertThat(trained.summary().bestEpoch()).isEqualTo(60);
        for (int i = 0; i < history.size(); i++) {
            assertThat(history.get(i).epoch()).isEqualTo(i + 1);
        }
        assertThat(history).extracting(EpochMetrics::step).isSorted().doesNotHaveDuplicates();
        assertThat(trained.context().progress.stream().map(Progress::phase).distinct())
                .containsExactly("reading", "training", "testing", "labelling", "saving", "self-training");
        assertThat(trained.context().progress).allMatch(progress -> progress.epoch() <= progress.epochs());
        assertThat(trained.context().progress)
                .filteredOn(progress -> progress.phase().equals("self-training"))
                .allMatch(progress -> progress.epoch() > 30 && progress.epochs() == 60);
    }

    @Test
    void keepsTheTeacherWhereTheStudentIsWorse() throws IOException {
        // Given unlabelled texts that lead astray
        DatasetBuilder texts = labelled();
        for (int i = 0; i < 60; i++) {
            texts.unlabelled("sun tax " + i).unlabelled("gold ice " + i);
        }
        for (int i = 0; i < 20; i++) {
            texts.text(Split.VALIDATION, "ice", 0).text(Split.VALIDATION, "tax", 1);
        }

        Trained trained = Trained.on(texts, Task.TEXT_CLASSIFICATION, parameters(true), folder);

        assertThat(trained.context().log).anyMatch(line -> line.startsWith("kept the teacher: "));
        assertThat(trained.metric("val_accuracy")).isEqualTo(.5);
        assertThat(trained.summary().bestEpoch()).isEqualTo(30);
        assertThat(trained.summary().epochs()).isEqualTo(60);
    }

    @Test
    void endsWithTheTeacherWhereItIsSureOfNothing() throws IOException {
        // Given labels that nothing tells
        DatasetBuilder pairs = new DatasetBuilder(Task.TEXT_SIMILARITY, List.of("0", "1"), List.of());
        for (int i = 0; i < 80; i++) {
            pairs.pair(i < 40 ? Split.TRAIN : Split.VALIDATION, "the sun", "the rain", i % 2);
        }
        for (int i = 0; i < 30; i++) {
            pairs.unlabelled("the sun", "the rain");
        }

        Trained trained = Trained.on(pairs, Task.TEXT_SIMILARITY, parameters(true), folder);

        assertThat(trained.context().log).contains("self-training: 0 of 30 unlabelled examples are taken");
        assertThat(trained.context().progress)
                .noneMatch(progress -> progress.phase().equals("self-training"));
    }

    @Test
    void refusesWhatHasNoUnlabelledExamples() {
        assertRefused(labelled(), Task.TEXT_CLASSIFICATION, "needs unlabelled examples, and this dataset has none");
    }

    @Test
    void refusesGrades() {
        DatasetBuilder pairs = new DatasetBuilder(Task.TEXT_SIMILARITY, List.of(), List.of());
        for (int i = 0; i < 40; i++) {
            pairs.graded(Split.TRAIN, "the sun", "the rain of day " + i, i / 10.0);
        }
        pairs.unlabelled("the sun", "a bank");

        assertRefused(pairs, Task.TEXT_SIMILARITY, "is for labels, and this dataset has grades");
    }

    private void assertRefused(DatasetBuilder dataset, Task task, String reason) {
        assertThatThrownBy(() -> Trained.on(dataset, task, parameters(true), folder))
                .isInstanceOfSatisfying(JobFailedException.class, failed -> {
                    assertThat(failed.code()).isEqualTo(ErrorCode.UNTRAINABLE);
                    assertThat(failed).hasMessageContaining(reason);
                });
    }

    private static DatasetBuilder labelled() {
        DatasetBuilder texts = DatasetBuilder.texts(List.of("weather", "money"));
        for (int i = 0; i < 20; i++) {
            texts.text(Split.TRAIN, "sun sun " + i, 0).text(Split.TRAIN, "gold gold " + i, 1);
        }
        return texts;
    }

    private static DatasetBuilder families() {
        DatasetBuilder texts = labelled();
        for (int i = 0; i < 60; i++) {
            texts.unlabelled("sun ice " + i).unlabelled("gold tax " + i);
        }
        for (int i = 0; i < 20; i++) {
            Split split = i < 10 ? Split.VALIDATION : Split.TEST;
            texts.text(split, "ice", 0).text(split, "tax", 1);
        }
        return texts;
    }

    private static TrainingParameters parameters(boolean selfTraining) {
        return Json.read(
                "{\"seed\": 1, \"few_shot\": {\"self_training\": %s}}".formatted(selfTraining),
                TrainingParameters.class);
    }
}
