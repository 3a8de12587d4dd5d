package dev.modelyard.trainer.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.contracts.artifact.ServingPrecision;
import dev.modelyard.contracts.job.TrainingParameters;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.modellibrary.prediction.Classification;
import dev.modelyard.modellibrary.prediction.ServableModel;
import dev.modelyard.modellibrary.prediction.SessionSettings;
import dev.modelyard.modellibrary.sample.TextSample;
import dev.modelyard.networks.pretrained.Backbones;
import dev.modelyard.trainer.run.Interruption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What an encoder that has learnt real texts loses in eight bits. */
class EightBitsTest {
    private static final String SET = "text_cls_zh_thucnews";
    private static final String PARAMETERS =
            "{\"seed\": 1, \"max_epochs\": 3, \"learning_rate\": 0.003, \"max_tokens\": 32, \"batch_size\": 64}";

    @TempDir
    Path folder;

    @Test
    @EnabledIfSystemProperty(named = "nightly", matches = ".*", disabledReason = "./modelyard test --nightly")
    void eightBitsAreRightAboutAsOften() throws IOException {
        Backbones backbones = new Backbones(Optional.of(SharedData.backbones()));
        Trained trained = Trained.on(
                DatasetBuilder.readTexts(SharedData.set(SET)),
                Task.TEXT_CLASSIFICATION,
                "tiny-bert",
                backbones,
                Json.read(PARAMETERS, TrainingParameters.class),
                folder,
                _ -> Interruption.NONE);

        double exact = accuracy(trained, ServingPrecision.FP32);
        double rounded = accuracy(trained, ServingPrecision.INT8);

        System.out.printf("thucnews, tiny-bert: %.4f in fp32, %.4f in int8%n", exact, rounded);
        assertThat(exact).isCloseTo(trained.metric("test_accuracy"), within(1e-3));
        assertThat(rounded).isCloseTo(exact, within(.01));
    }

    private static double accuracy(Trained trained, ServingPrecision precision) throws IOException {
        List<String> lines = Files.readAllLines(SharedData.set(SET).resolve("test.jsonl"));
        int right = 0;
        try (ServableModel model = ServableModel.load(trained.files(), precision, new SessionSettings(1))) {
            for (String line : lines) {
                JsonNode json = Json.mapper().readTree(line);
                Classification answer = (Classification) model.run(List.of(
                                model.prepare(new TextSample(json.get("content").asText()))))
                        .getFirst();
                right += answer.label().equals(json.get("label").asText()) ? 1 : 0;
            }
        }
        return right / (double) lines.size();
    }
}
