package dev.modelyard.trainer.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.contracts.job.TrainingParameters;
import dev.modelyard.contracts.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What untuned recipes reach on the test splits of real sets: figures that hold for any seed. */
class RealDataTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"tab_cls_iris, .867", "tab_cls_wine, .914"})
    void learnsTheClassesOfSmallTables(String set, double accuracy) throws IOException {
        assertThat(accuracyOnRows(set, 1)).isGreaterThanOrEqualTo(accuracy);
    }

    @ParameterizedTest
    @CsvSource({"tab_reg_autompg, 1.90", "tab_reg_boston, 2.25"})
    void learnsTheValuesOfSmallTables(String set, double mae) throws IOException {
        assertThat(maeOnRows(set, 1)).isLessThanOrEqualTo(mae);
    }

    @Test
    void learnsTheLabelsOfEnglishQuestions() throws IOException {
        assertThat(accuracyOnTexts("text_cls_en_trec", 1)).isGreaterThanOrEqualTo(.89);
    }

    @ParameterizedTest
    @EnabledIfSystemProperty(
            named = "nightly",
            matches = ".*",
            disabledReason = "skipped: takes minutes, give -Dnightly")
    @CsvSource({"1", "2", "3"})
    void reachesEveryFigureWithEverySeed(long seed) throws IOException {
        assertThat(accuracyOnRows("tab_cls_iris", seed)).isGreaterThanOrEqualTo(.867);
        assertThat(accuracyOnRows("tab_cls_wine", seed)).isGreaterThanOrEqualTo(.914);
        assertThat(accuracyOnRows("tab_cls_phoneme", seed)).isGreaterThanOrEqualTo(.88);
        assertThat(maeOnRows("tab_reg_autompg", seed)).isLessThanOrEqualTo(1.90);
        assertThat(maeOnRows("tab_reg_boston", seed)).isLessThanOrEqualTo(2.25);
        assertThat(accuracyOnTexts("text_cls_en_trec", seed)).isGreaterThanOrEqualTo(.89);
        assertThat(accuracyOnTexts("text_cls_zh_tnews_fewshot", seed)).isGreaterThanOrEqualTo(.42);
        assertThat(accuracyOnTexts("text_cls_zh_thucnews", seed)).isGreaterThanOrEqualTo(.86);
    }

    private double accuracyOnRows(String set, long seed) throws IOException {
        DatasetBuilder rows = DatasetBuilder.readRows(SharedData.set(set), Task.TABULAR_CLASSIFICATION);
        return reported(set, Trained.on(rows, Task.TABULAR_CLASSIFICATION, TrainingParameters.recipe(seed), folder))
                .metric("test_accuracy");
    }

    private double maeOnRows(String set, long seed) throws IOException {
        DatasetBuilder rows = DatasetBuilder.readRows(SharedData.set(set), Task.TABULAR_REGRESSION);
        return reported(set, Trained.on(rows, Task.TABULAR_REGRESSION, TrainingParameters.recipe(seed), folder))
                .metric("test_mae");
    }

    private double accuracyOnTexts(String set, long seed) throws IOException {
        DatasetBuilder texts = DatasetBuilder.readTexts(SharedData.set(set));
        return reported(set, Trained.on(texts, Task.TEXT_CLASSIFICATION, TrainingParameters.recipe(seed), folder))
                .metric("test_accuracy");
    }

    private static Trained reported(String set, Trained trained) {
        System.out.printf(
                "%s seed %d: %s in %.1f s%n",
                set,
                trained.summary().lineage().orElseThrow().parameters().seed(),
                trained.summary().metrics(),
                trained.summary().trainingSeconds());
        return trained;
    }
}
