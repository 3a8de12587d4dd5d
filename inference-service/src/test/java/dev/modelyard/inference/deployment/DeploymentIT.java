package dev.modelyard.inference.deployment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.ModelFiles;
import dev.modelyard.contracts.artifact.ServingPrecision;
import dev.modelyard.contracts.deployment.DeploymentEvent;
import dev.modelyard.contracts.deployment.ReplicaHeartbeat;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.inference.ByHand;
import dev.modelyard.inference.Infrastructure;
import dev.modelyard.inference.SampleModel;
import dev.modelyard.inference.ServiceTest;
import dev.modelyard.inference.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class DeploymentIT extends ServiceTest {
    private static final int CALLERS = 4;
    private static final String ROW = "{\"inputs\": [[1, 2, 3, 4]]}";

    @Inject
    MeterRegistry registry;

    @Test
    void servesWhatWasStartedBeforeItBeganAndIsReadyOnceItHasReadThat() {
        ModelId before = new ModelId(config.getValue(Infrastructure.STARTED_BEFORE, String.class));

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
        given().get("/q/health/ready").then().body("checks.name", hasItem("deployments read"));
        awaitReady(before, 3);
        predict(Tokens.of(SampleModel.ALICE), before.value(), ROW).statusCode(200);
    }

    @Test
    void ofWhatWasDesiredBeforeItBeganOnlyTheLastCounts() {
        ModelId before = new ModelId(config.getValue(Infrastructure.STARTED_BEFORE, String.class));
        awaitReady(before, 3);

        assertThat(reports.of(before)).isNotEmpty().allSatisfy(event -> assertThat(event.revision())
                .isEqualTo(3));
    }

    @Test
    void reportsLoadingThenReadyAndSaysSoInItsHeartbeat() throws Exception {
        SampleModel model = started(SampleModel.iris(10));

        assertThat(reports.of(model.id()))
                .hasExactlyElementsOfTypes(DeploymentEvent.Loading.class, DeploymentEvent.Ready.class)
                .allSatisfy(event -> assertThat(event.revision()).isEqualTo(1));
        await().untilAsserted(() -> {
            ReplicaHeartbeat heartbeat = reports.heartbeat().orElseThrow();
            assertThat(heartbeat.loaded()).containsEntry(model.id(), 1L);
            assertThat(heartbeat.url()).startsWith("http://127.0.0.1:");
        });
    }

    @Test
    void doesNotLoadAgainWhatIsRepublished() throws Exception {
        SampleModel model = started(SampleModel.iris(11));

        topic.desire(model.desired(1, true));
        await().until(() -> reports.of(model.id()).size() == 3);

        assertThat(reports.of(model.id()))
                .hasExactlyElementsOfTypes(
                        DeploymentEvent.Loading.class, DeploymentEvent.Ready.class, DeploymentEvent.Ready.class);
        predict(model, ROW).statusCode(200);
    }

    @Test
    void passesOverALowerRevision() throws Exception {
        SampleModel model = SampleModel.iris(12).storeIn(store);
        topic.desire(model.desired(5, true));
        awaitReady(model.id(), 5);

        topic.desire(model.desired(4, false));
        topic.desire(model.desired(5, true));
        await().until(() -> reports.of(model.id()).size() == 3);

        assertThat(reports.of(model.id()))
                .allSatisfy(event -> assertThat(event.revision()).isEqualTo(5));
        predict(model, ROW).statusCode(200);
    }

    @Test
    void swapsVersionsWithoutFailingARequest() throws Exception {
        SampleModel first = started(SampleModel.iris(13));
        SampleModel second = first.asVersion(2, SampleModel.iris(14)).storeIn(store);
        double[] firstAnswer = ByHand.softmax(ByHand.linear(first.weights(), "logits", 1, 2, 3, 4));
        double[] secondAnswer = ByHand.softmax(ByHand.linear(second.weights(), "logits", 1, 2, 3, 4));
        CountDownLatch answered = new CountDownLatch(CALLERS);
        AtomicBoolean swapped = new AtomicBoolean();

        List<Integer> versions = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Integer>>> calls = Stream.generate(
                            () -> callers.submit(() -> callUntil(swapped, answered, first, firstAnswer, secondAnswer)))
                    .limit(CALLERS)
                    .toList();
            assertThat(answered.await(30, TimeUnit.SECONDS)).isTrue();
            topic.desire(second.desired(2, true));
            awaitReady(first.id(), 2);
            swapped.set(true);
            for (Future<List<Integer>> call : calls) {
                versions.addAll(call.get());
            }
        }

        assertThat(versions).contains(2).containsOnly(1, 2);
        predict(first, ROW).statusCode(200).body("version", equalTo(2));
    }

    private List<Integer> callUntil(
            AtomicBoolean end, CountDownLatch answered, SampleModel model, double[] first, double[] second) {
        List<Integer> versions = new ArrayList<>();
        boolean last;
        do {
            last = end.get();
            var answer = predict(model, ROW).statusCode(200).extract().jsonPath();
            int version = answer.getInt("version");
            double[] expected = version == 1 ? first : second;
            assertThat(answer.getFloat("predictions[0].probability"))
                    .isCloseTo((float) expected[answer.getInt("predictions[0].label_id")], within(1e-5f));
            versions.add(version);
            answered.countDown();
        } while (!last);
        return versions;
    }

    @Test
    void aCanaryAnswersItsShareAndByItsNumber() throws Exception {
        SampleModel first = started(SampleModel.iris(25));
        SampleModel second = first.asVersion(2, SampleModel.iris(26)).storeIn(store);
        double[] firstAnswer = ByHand.softmax(ByHand.linear(first.weights(), "logits", 1, 2, 3, 4));
        double[] secondAnswer = ByHand.softmax(ByHand.linear(second.weights(), "logits", 1, 2, 3, 4));

        topic.desire(first.withCanary(2, second, 50));
        awaitReady(first.id(), 2);

        List<Integer> versions = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            var answer = predict(first, ROW).statusCode(200).extract().jsonPath();
            double[] expected = answer.getInt("version") == 1 ? firstAnswer : secondAnswer;
            assertThat(answer.getFloat("predictions[0].probability"))
                    .isCloseTo((float) expected[answer.getInt("predictions[0].label_id")], within(1e-5f));
            versions.add(answer.getInt("version"));
        }
        // None of 60 would be one in 10^18.
        assertThat(versions).contains(1, 2).containsOnly(1, 2);
        for (int version = 1; version <= 2; version++) {
            given().auth()
                    .oauth2(Tokens.of(SampleModel.ALICE))
                    .get("/v2/models/" + first.id() + "/versions/" + version)
                    .then()
                    .statusCode(200)
                    .body("versions", equalTo(List.of("1", "2")));
        }

        topic.desire(second.desired(3, true));
        awaitReady(first.id(), 3);
        predict(first, ROW).statusCode(200).body("version", equalTo(2));
        given().auth()
                .oauth2(Tokens.of(SampleModel.ALICE))
                .get("/v2/models/" + first.id() + "/versions/1")
                .then()
                .statusCode(404);
    }

    @Test
    void aCanaryThatCannotBeLoadedLeavesWhatIsServed() throws Exception {
        SampleModel first = started(SampleModel.iris(27));
        SampleModel broken = first.asVersion(2, SampleModel.iris(28).withFile(ModelFiles.ONNX, bytes("no network")))
                .storeIn(store);

        topic.desire(first.withCanary(2, broken, 50));

        assertThat(awaitReport(DeploymentEvent.Failed.class, first.id(), 2).code())
                .isEqualTo(ErrorCode.ARTIFACT_CORRUPT);
        for (int i = 0; i < 20; i++) {
            predict(first, ROW).statusCode(200).body("version", equalTo(1));
        }
    }

    @Test
    void computesNoMoreTogetherThanItsOwnerWants() throws Exception {
        SampleModel model = SampleModel.iris(29).storeIn(store);
        topic.desire(model.withBatches(1, 2));
        awaitReady(model.id(), 1);

        predict(model, "{\"inputs\": [[1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4]]}")
                .statusCode(200);

        var batches = registry.get("modelyard.prediction.batch")
                .tag("model", model.id().value())
                .summary();
        assertThat(batches.totalAmount()).isEqualTo(5);
        assertThat(batches.max()).isEqualTo(2);
    }

    @Test
    void servesAVersionInEightBitsAndInAllOfThemAgain() throws Exception {
        SampleModel model = started(SampleModel.matching(31));
        double exact = probability(model);

        topic.desire(model.in(ServingPrecision.INT8, 2));
        awaitReady(model.id(), 2);
        double quantized = probability(model);
        topic.desire(model.desired(3, true));
        awaitReady(model.id(), 3);

        assertThat(quantized).isNotEqualTo(exact).isCloseTo(exact, within(0.01));
        assertThat(probability(model)).isEqualTo(exact);
    }

    private double probability(SampleModel model) {
        return predict(model, "{\"inputs\": [{\"text\": \"what a good day\"}]}")
                .statusCode(200)
                .extract()
                .jsonPath()
                .getDouble("predictions[0].probability");
    }

    @Test
    void aVersionWithoutEightBitsGoesOnAsItIsServed() throws Exception {
        SampleModel model = started(SampleModel.iris(32));

        topic.desire(model.in(ServingPrecision.INT8, 2));

        DeploymentEvent.Failed failed = awaitReport(DeploymentEvent.Failed.class, model.id(), 2);
        assertThat(failed.code()).isEqualTo(ErrorCode.CONFLICT);
        assertThat(failed.message()).isEqualTo("version 1 cannot be served in int8");
        predict(model, ROW).statusCode(200);
    }

    @Test
    void anybodyMayAskWhatIsPublic() throws Exception {
        SampleModel model = SampleModel.iris(30).storeIn(store);
        topic.desire(model.desired(1, true));
        awaitReady(model.id(), 1);
        String other = Tokens.of(new OwnerId("sid_bob"));
        predict(other, model.id().value(), ROW).statusCode(404);

        topic.desire(model.opened(2));

        await().untilAsserted(() -> predict(other, model.id().value(), ROW).statusCode(200));
    }

    @Test
    void keepsTheVersionThatServesWhenItsSuccessorCannotBeLoaded() throws Exception {
        SampleModel first = started(SampleModel.iris(15));
        SampleModel broken = first.asVersion(2, SampleModel.iris(16).withFile(ModelFiles.ONNX, bytes("no network")))
                .storeIn(store);

        topic.desire(broken.desired(2, true));
        DeploymentEvent.Failed failed = awaitReport(DeploymentEvent.Failed.class, first.id(), 2);

        assertThat(failed.code()).isEqualTo(ErrorCode.ARTIFACT_CORRUPT);
        predict(first, ROW).statusCode(200).body("version", equalTo(1));
    }

    @Test
    void quarantinesAModelThatCannotBeLoadedUntilANewerRevisionAndHarmsNoOther() throws Exception {
        SampleModel healthy = started(SampleModel.iris(17));
        SampleModel broken = SampleModel.iris(18)
                .withFile(ModelFiles.ONNX, bytes("no network"))
                .storeIn(store);
        topic.desire(broken.desired(1, true));
        DeploymentEvent.Failed failed = awaitReport(DeploymentEvent.Failed.class, broken.id(), 1);
        assertThat(failed.message()).doesNotContain("/", "Exception");
        predict(broken, ROW).statusCode(500).body("code", equalTo("artifact_corrupt"));

        topic.desire(broken.desired(1, true));
        await().until(() -> reports.of(broken.id()).size() == 3);
        assertThat(reports.of(broken.id()))
                .hasExactlyElementsOfTypes(
                        DeploymentEvent.Loading.class, DeploymentEvent.Failed.class, DeploymentEvent.Failed.class);
        predict(healthy, ROW).statusCode(200);

        SampleModel mended = broken.asVersion(2, SampleModel.iris(19)).storeIn(store);
        topic.desire(mended.desired(2, true));
        awaitReady(mended.id(), 2);
        predict(mended, ROW).statusCode(200).body("version", equalTo(2));
    }

    @Test
    void doesNotServeWhatWasChangedInTheStore() throws Exception {
        SampleModel model = SampleModel.iris(20).storeIn(store);
        ArtifactReference artifact = model.artifact().orElseThrow();
        Path onnx = store.localFile(artifact.prefix() + "/" + ModelFiles.ONNX).orElseThrow();
        byte[] content = Files.readAllBytes(onnx);
        content[content.length - 1] ^= 1;
        Files.delete(onnx);
        Files.write(onnx, content);

        topic.desire(model.desired(1, true));

        assertThat(awaitReport(DeploymentEvent.Failed.class, model.id(), 1).code())
                .isEqualTo(ErrorCode.ARTIFACT_CORRUPT);
    }

    @Test
    void reportsAnArtifactThatIsNotThere() throws Exception {
        SampleModel model = SampleModel.iris(21).storeIn(store);
        store.deleteAll(model.artifact().orElseThrow().prefix());

        topic.desire(model.desired(1, true));

        assertThat(awaitReport(DeploymentEvent.Failed.class, model.id(), 1).code())
                .isEqualTo(ErrorCode.ARTIFACT_CORRUPT);
    }

    @Test
    void unloadsAStoppedModelAndStartsItAgain() throws Exception {
        SampleModel model = started(SampleModel.iris(22));

        topic.desire(model.desired(2, false));
        awaitReport(DeploymentEvent.Unloaded.class, model.id(), 2);
        predict(model, ROW).statusCode(409).body("code", equalTo("model_not_started"));
        await().untilAsserted(() ->
                assertThat(reports.heartbeat().orElseThrow().loaded()).doesNotContainKey(model.id()));

        topic.desire(model.desired(3, true));
        awaitReady(model.id(), 3);
        predict(model, ROW).statusCode(200);
    }

    @Test
    void forgetsADeletedDeploymentWhateverItsRevision() throws Exception {
        SampleModel model = SampleModel.iris(23).storeIn(store);
        topic.desire(model.desired(7, true));
        awaitReady(model.id(), 7);

        topic.forget(model.id());
        awaitReport(DeploymentEvent.Unloaded.class, model.id(), 7);
        predict(model, ROW).statusCode(404).body("code", equalTo("not_found"));

        topic.desire(model.desired(1, true));
        awaitReady(model.id(), 1);
        predict(model, ROW).statusCode(200);
    }

    @Test
    void leavesNoCopiesBehindAndLoadsNoOtherEngineThanOnnxRuntime() throws Exception {
        started(SampleModel.iris(24));

        try (Stream<Path> left = Files.walk(config.getValue("modelyard.data", Path.class))) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
        List<String> libraries = mappedLibraries();
        assertThat(libraries).anyMatch(library -> library.contains("onnxruntime"));
        assertThat(libraries).noneMatch(library -> library.contains("torch"));
    }

    private static List<String> mappedLibraries() throws IOException {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.filter(line -> line.contains(".so")).toList();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
