package dev.modelyard.trainer.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.contracts.artifact.Evaluation;
import dev.modelyard.contracts.artifact.ModelFiles;
import dev.modelyard.contracts.job.TrainingParameters;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.modellibrary.metrics.Correlation;
import dev.modelyard.modellibrary.prediction.Classification;
import dev.modelyard.modellibrary.prediction.Regression;
import dev.modelyard.modellibrary.prediction.ServableModel;
import dev.modelyard.modellibrary.prediction.SessionSettings;
import dev.modelyard.modellibrary.preprocessing.Prepared;
import dev.modelyard.modellibrary.sample.PairSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    @CsvSource({
        "text_sim_zh_bustm_fewshot, TEXT_SIMILARITY, .63",
        "text_sim_zh_lcqmc, TEXT_SIMILARITY, .775",
        "text_nli_zh_ocnli, TEXT_INFERENCE, .495"
    })
    void tellsWhatTwoTextsAreToEachOther(String set, Task task, double accuracy) throws IOException {
        assertThat(accuracyOnPairs(set, task, 1)).isGreaterThanOrEqualTo(accuracy);
    }

    @Test
    void aServedModelIsAsSureAsItWasRightInValidation() throws IOException {
        String set = "text_sim_zh_bustm_fewshot";
        Trained trained = onPairs(set, Task.TEXT_SIMILARITY, 1);
        Evaluation evaluation =
                Json.read(Files.readAllBytes(trained.files().resolve(ModelFiles.EVALUATION)), Evaluation.class);

        double loss = 0;
        List<String> lines = Files.readAllLines(SharedData.set(set).resolve("val.jsonl"));
        try (ServableModel model = ServableModel.load(trained.files(), new SessionSettings(1))) {
            for (String line : lines) {
                JsonNode json = Json.mapper().readTree(line);
                Prepared pair = model.prepare(new PairSample(
                        json.get("sentence1").asText(), json.get("sentence2").asText()));
                Classification answer =
                        (Classification) model.run(List.of(pair)).getFirst();
                loss -= answer.candidates().stream()
                        .filter(candidate ->
                                candidate.label().equals(json.get("label").asText()))
                        .mapToDouble(candidate -> Math.log(candidate.probability()))
                        .sum();
            }
        }

        assertThat(evaluation.temperature().orElseThrow()).isNotCloseTo(1, within(.01));
        assertThat(loss / lines.size()).isLessThan(trained.metric("val_loss"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void gradesHowAlikeTwoTextsAre(long seed) throws IOException {
        assertThat(pearsonOverDomains("text_sim_en_sts", seed)).isGreaterThanOrEqualTo(.73);
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

    private Trained onPairs(String set, Task task, long seed) throws IOException {
        DatasetBuilder pairs = DatasetBuilder.readPairs(SharedData.set(set), task);
        return reported(set, Trained.on(pairs, task, TrainingParameters.recipe(seed), folder));
    }

    private double accuracyOnPairs(String set, Task task, long seed) throws IOException {
        return onPairs(set, task, seed).metric("test_accuracy");
    }

    /** The mean of the coefficients of each domain, as the set's publishers count. */
    private double pearsonOverDomains(String set, long seed) throws IOException {
        Path files = onPairs(set, Task.TEXT_SIMILARITY, seed).files();
        Map<String, Correlation> domains = new TreeMap<>();
        try (ServableModel model = ServableModel.load(files, new SessionSettings(1))) {
            for (String line : Files.readAllLines(SharedData.set(set).resolve("test.jsonl"))) {
                JsonNode json = Json.mapper().readTree(line);
                Prepared pair = model.prepare(new PairSample(
                        json.get("sentence1").asText(), json.get("sentence2").asText()));
                Regression grade = (Regression) model.run(List.of(pair)).getFirst();
                domains.computeIfAbsent(json.get("domain").asText(), _ -> new Correlation())
                        .add(json.get("label").asDouble(), grade.value());
            }
        }
        double mean = domains.values().stream()
                .mapToDouble(Correlation::pearson)
                .average()
                .orElseThrow();
        System.out.printf("%s seed %d: Pearson %.4f, the mean over %s%n", set, seed, mean, domains.keySet());
        return mean;
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
