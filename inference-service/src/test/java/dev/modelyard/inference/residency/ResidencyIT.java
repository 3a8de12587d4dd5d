package dev.modelyard.inference.residency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.modelyard.contracts.deployment.ReplicaHeartbeat;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.inference.ByHand;
import dev.modelyard.inference.Infrastructure;
import dev.modelyard.inference.SampleModel;
import dev.modelyard.inference.ServiceTest;
import dev.modelyard.inference.Tokens;
import dev.modelyard.inference.UntrainedSample;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** More models than there is memory for. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
@TestProfile(ResidencyIT.LittleMemory.class)
class ResidencyIT extends ServiceTest {
    private static final int MODELS = 12;
    private static final String ROW = "{\"inputs\": [[1, 2, 3, 4]]}";

    @Inject
    MeterRegistry registry;

    @Inject
    MemoryBudget memory;

    public static final class LittleMemory implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("modelyard.residency.memory", "4M");
        }
    }

    @Test
    void answersForMoreModelsThanFitIntoMemoryEachWithItsOwnWeights() throws Exception {
        List<SampleModel> models = new ArrayList<>();
        for (int i = 0; i < MODELS; i++) {
            models.add(started(SampleModel.iris(100 + i)));
        }

        for (int round = 0; round < 3; round++) {
            models.forEach(ResidencyIT.this::requireOwnAnswer);
        }

        assertThat(memory.residents()).isBetween(1, 3);
        assertThat(memory.used()).isLessThanOrEqualTo(4 << 20);
        assertThat(evictions(models.getFirst().id())).isPositive();
        await().untilAsserted(() -> {
            ReplicaHeartbeat heartbeat = reports.heartbeat().orElseThrow();
            assertThat(heartbeat.loaded().keySet())
                    .containsAll(models.stream().map(SampleModel::id).toList());
        });
    }

    @Test
    void answersManyCallersOfManyModelsAtOnce() throws Exception {
        List<SampleModel> models = new ArrayList<>();
        for (int i = 0; i < MODELS; i++) {
            models.add(started(SampleModel.iris(200 + i)));
        }
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            List<Future<?>> calls = new ArrayList<>();
            for (int call = 0; call < 240; call++) {
                SampleModel model = models.get(call * 7 % MODELS);
                calls.add(callers.submit(() -> requireOwnAnswer(model)));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        }
        assertThat(memory.used()).isLessThanOrEqualTo(4 << 20);
    }

    @Test
    void forgetsTheFiguresOfAModelThatIsStopped() throws Exception {
        SampleModel model = started(SampleModel.iris(300));
        requireOwnAnswer(model);
        assertThat(registry.find("modelyard.model.load")
                        .tag("model", model.id().value())
                        .meters())
                .isNotEmpty();

        topic.desire(model.desired(2, false));

        await().untilAsserted(() -> assertThat(registry.getMeters().stream()
                        .filter(meter -> model.id().value().equals(meter.getId().getTag("model"))))
                .isEmpty());
    }

    @Test
    void makesAModelThatWasNeverTrainedAgainAfterItLeftMemory() throws Exception {
        UntrainedSample model = UntrainedSample.iris(7);
        topic.desire(model.desired(1));
        awaitReady(model.id(), 1);
        List<Object> before = predictions(model);
        for (int i = 0; i < 4; i++) {
            requireOwnAnswer(started(SampleModel.iris(500 + i)));
        }
        assertThat(evictions(model.id())).isPositive();

        assertThat(predictions(model)).isEqualTo(before);
    }

    private List<Object> predictions(UntrainedSample model) {
        return predict(Tokens.of(SampleModel.ALICE), model.id().value(), ROW)
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("predictions");
    }

    @Test
    void saysWhenItsFilesWentAwayAndAnswersAgainWhenTheyAreBack() throws Exception {
        SampleModel model = started(SampleModel.iris(400));
        for (int i = 0; i < 4; i++) {
            started(SampleModel.iris(401 + i));
        }
        Path manifest = store.localFile(model.artifact().orElseThrow().prefix() + "/manifest.json")
                .orElseThrow();
        Path elsewhere = manifest.resolveSibling("elsewhere.json");
        Files.move(manifest, elsewhere);

        predict(model, ROW).statusCode(500).body("code", equalTo(ErrorCode.ARTIFACT_CORRUPT.wireName()));

        Files.move(elsewhere, manifest);
        await().untilAsserted(() -> predict(model, ROW).statusCode(200));
    }

    private void requireOwnAnswer(SampleModel model) {
        double[] expected = ByHand.softmax(ByHand.linear(model.weights(), "logits", 1, 2, 3, 4));
        JsonPath answer = predict(model, ROW).statusCode(200).extract().jsonPath();
        assertThat(answer.getFloat("predictions[0].probability"))
                .isCloseTo((float) expected[answer.getInt("predictions[0].label_id")], within(1e-5f));
    }

    private double evictions(ModelId model) {
        return registry.get("modelyard.model.evictions")
                .tag("model", model.value())
                .counter()
                .count();
    }
}
