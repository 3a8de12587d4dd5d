package dev.modelyard.api.facade.gts;

import static dev.modelyard.api.facade.gts.GtsUser.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.api.ApiUser;
import dev.modelyard.api.FakeReplica;
import dev.modelyard.api.Infrastructure;
import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.contracts.artifact.StoreLayout;
import dev.modelyard.contracts.deployment.DeploymentEvent;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.job.FewShot;
import dev.modelyard.contracts.job.JobEvent.RunKey;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.embedded.SharedInfrastructure;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A task from its creation to its deletion, with workers and replicas that the test plays. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class GtsLifeCycleIT {
    private static final String TASK = "新闻";
    private static final Map<String, Double> METRICS = Map.of("val_accuracy", 0.5, "test_accuracy", 0.75);
    private static final String PREDICTION = "{\"label\":\"y\",\"label_id\":1,\"probability\":0.9,\"top\":["
            + "{\"label\":\"y\",\"label_id\":1,\"probability\":0.9},{\"label\":\"x\",\"label_id\":0,\"probability\":0.1}]}";

    private static PlayedWorkers workers;

    @Inject
    ArtifactStore store;

    @Inject
    AgroalDataSource database;

    @Inject
    FollowUpService steps;

    @Inject
    GtsTaskStore tasks;

    private final GtsUser user = GtsUser.fresh();

    @BeforeAll
    static void hire() {
        workers = new PlayedWorkers();
    }

    @AfterAll
    static void dismiss() {
        workers.close();
    }

    @BeforeEach
    void leaveNoJob() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("truncate job cascade");
        }
    }

    @Test
    void theAdvancedModeLearnsFromUnlabelledDataToo() throws IOException {
        user.prepare(TASK);
        user.upload(
                TASK,
                "more.json",
                "{\"content\":\"丙\",\"label\":\"no label of this task\"}\n{\"id\":2,\"content\":\"丁\"}\n");

        JsonNode accepted = user.train(TASK, Map.of("train_mode", "advanced", "unlabeled_data", "more.json"));

        assertThat(said(accepted)).isEqualTo("200 训练调度成功");
        assertThat(accepted.has("detail")).isFalse();
        assertThat(workers.doImport(user, store).get("unlabelled.jsonl"))
                .isEqualTo("{\"content\":\"丙\"}\n{\"content\":\"丁\"}\n");
        assertThat(workers.doTraining(user, store, METRICS).parameters().fewShot())
                .contains(FewShot.SELF_TRAINING);
        user.awaitStatus(TASK, 2);

        // A mode is of one training, not of its task.
        user.train(TASK, Map.of("train_mode", "standard", "unlabeled_data", "more.json"));
        assertThat(workers.doImport(user, store)).doesNotContainKey("unlabelled.jsonl");
        JobSpec.Train standard = workers.doTraining(user, store, METRICS);
        assertThat(standard.parameters().fewShot()).isEmpty();

        // At /v1 its data is refused for what it has not.
        user.user()
                .send(Map.of(
                        "kind", "train",
                        "model", standard.model().value(),
                        "dataset", standard.dataset().dataset().value(),
                        "parameters", Map.of("few_shot", Map.of("self_training", true))))
                .post("/v1/jobs")
                .then()
                .statusCode(400)
                .body("errors.field", equalTo(List.of("parameters.few_shot.self_training")));
    }

    @Test
    void isCreatedTrainedServedAskedAndDeleted() throws IOException {
        // Given
        List<String> before = store.list(StoreLayout.FACADES);
        user.prepare(TASK);
        assertThat(said(user.status(TASK))).isEqualTo("0 Initialized");

        // When it is trained
        JsonNode accepted = user.train(TASK, Map.of("test_data", "test.json", "max_num_epoch", 5, "seed", "7"));

        // Then
        assertThat(said(accepted)).isEqualTo("200 训练调度成功");
        assertThat(said(user.status(TASK))).isEqualTo("1 On Training");
        assertThat(workers.doImport(user, store))
                .containsOnlyKeys("train.jsonl", "val.jsonl", "test.jsonl", "labels.json")
                .containsEntry("labels.json", "{\"labels\":[\"x\",\"y\"]}")
                .containsEntry(
                        "train.jsonl", "{\"content\":\"甲\",\"label\":\"x\"}\n{\"content\":\"乙\",\"label\":\"y\"}\n");
        assertThat(said(user.status(TASK))).isEqualTo("1 On Training");
        JobSpec.Train spec = workers.doTraining(user, store, METRICS);
        assertThat(spec.parameters().seed()).isEqualTo(7);
        assertThat(spec.parameters().maxEpochs()).contains(5);
        user.awaitStatus(TASK, 2);
        assertThat(said(user.status(TASK))).isEqualTo("2 Train Success");
        assertThat(user.status(TASK).path("test_acc").asDouble()).isEqualTo(0.75);
        assertThat(user.status(TASK).path("taskid").asText()).isEqualTo(TASK);

        // When it is served and asked
        try (FakeReplica replica = new FakeReplica(SharedInfrastructure.kafkaBootstrapServers())) {
            replica.answerWith(200, call -> answer(count(call)));
            assertThat(said(start(replica))).isEqualTo("200 加载预测模型");
            assertThat(said(user.status(TASK))).isEqualTo("5 On Inference");
            assertThat(user.status(TASK).path("test_acc").asDouble()).isEqualTo(0.75);
            JsonNode answer = predict(300);

            // Then
            assertThat(said(answer)).isEqualTo("200 预测成功");
            assertThat(answer.path("predictions")).hasSize(300).isEqualTo(answer.at("/result/predictions"));
            assertThat(answer.at("/predictions/0").asText()).isEqualTo("y");
            assertThat(answer.at("/result/probabilities/299/0").asDouble()).isEqualTo(0.1);
            assertThat(answer.at("/probabilities/299/1").asDouble()).isEqualTo(0.9);
            List<FakeReplica.Call> questions = questions(replica);
            assertThat(questions).extracting(GtsLifeCycleIT::count).containsExactly(256, 44);
            assertThat(GtsUser.tree(questions.getFirst().body()).at("/inputs/0").toString())
                    .isEqualTo("{\"text\":\"新闻0\"}");
            assertThat(said(user.ask("end_inference", Map.of("task_id", TASK)))).isEqualTo("200 释放预测模型");
            assertThat(said(user.status(TASK))).isEqualTo("2 Train Success");
        }

        // When it is deleted
        assertThat(said(user.ask("delete_task", Map.of("task_id", TASK)))).isEqualTo("200 Success");

        // Then nothing is left of it
        assertThat(said(user.status(TASK))).isEqualTo("-100 任务不存在");
        assertThat(list("/v1/models")).isEmpty();
        assertThat(list("/v1/datasets")).isEmpty();
        assertThat(list("/v1/deployments")).isEmpty();
        Awaitility.await().atMost(GtsUser.LONGEST).until(() -> store.list(StoreLayout.FACADES)
                .equals(before));
        Awaitility.await()
                .atMost(GtsUser.LONGEST)
                .until(() -> user.user().call().get("/v1/usage").<Integer>path("stored_bytes.used") == 0);
    }

    @Test
    void anEndedImportIsFollowedByOneTrainingHoweverOftenItIsLookedAt() throws Exception {
        // Given
        user.prepare(TASK);
        user.train(TASK);
        workers.doImport(user, store);
        String task = id();

        // When
        List<CompletableFuture<Void>> looks = new ArrayList<>();
        for (int look = 0; look < 8; look++) {
            looks.add(CompletableFuture.runAsync(() -> steps.follow(task)));
        }
        CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new)).get();
        RunKey run = workers.startTraining(user);
        steps.follow(task);

        // Then
        assertThat(PlayedWorkers.jobs(user, "train")).containsExactly(run.job().value());
    }

    @Test
    void aTrainingIsRefusedWhileOneIsUnderWayAndNothingIsLost() throws IOException {
        // Given
        user.prepare(TASK);
        user.train(TASK);

        // When, Then
        assertThat(said(user.train(TASK))).isEqualTo("-103 任务正在训练中");
        workers.doImport(user, store);
        assertThat(said(user.train(TASK))).isEqualTo("-103 任务正在训练中");
        workers.doTraining(user, store, Map.of());
        user.awaitStatus(TASK, 2);
        assertThat(user.status(TASK).has("test_acc")).isFalse();
        assertThat(PlayedWorkers.jobs(user, "import")).hasSize(1);
        assertThat(list("/v1/datasets")).hasSize(1);
    }

    @Test
    void aTaskIsTrainedAgainAndTheEarlierModelServesUntilTheNewerIsStarted() throws IOException {
        // Given
        user.prepare(TASK);
        trained();
        try (FakeReplica replica = new FakeReplica(SharedInfrastructure.kafkaBootstrapServers())) {
            replica.answerWith(200, call -> answer(count(call)));
            start(replica);

            // When
            trained();

            // Then
            assertThat(said(user.status(TASK))).isEqualTo("2 Train Success");
            assertThat(said(predict(1))).isEqualTo("200 预测成功");
            assertThat(said(start(replica))).isEqualTo("200 加载预测模型");
            assertThat(said(user.status(TASK))).isEqualTo("5 On Inference");
            Awaitility.await()
                    .atMost(GtsUser.LONGEST)
                    .until(() -> list("/v1/datasets").size() == 1);
        }
    }

    @Test
    void aTrainingIsStoppedWhileItsDataIsImported() {
        // Given
        user.prepare(TASK);
        user.train(TASK);
        RunKey run = workers.startImport(user);

        // When
        JsonNode answer = user.ask("stop_train", Map.of("task_id", TASK));

        // Then
        assertThat(said(answer)).isEqualTo("200 终止训练成功");
        assertThat(said(user.status(TASK))).isEqualTo("4 Train Stopped");
        workers.stopped(run);
        awaitState(run.job(), "stopped");
        assertThat(said(user.status(TASK))).isEqualTo("4 Train Stopped");
        assertThat(said(user.ask("stop_train", Map.of("task_id", TASK)))).isEqualTo("-103 任务不在训练中");
        assertThat(PlayedWorkers.jobs(user, "train")).isEmpty();
    }

    @Test
    void aTrainingIsStoppedWhileItTrainsAndAnotherIsStartedAtOnce() throws IOException {
        // Given
        user.prepare(TASK);
        user.train(TASK);
        workers.doImport(user, store);
        RunKey run = workers.startTraining(user);

        // When
        user.ask("stop_train", Map.of("taskid", TASK));
        JsonNode again = user.train(TASK);

        // Then
        assertThat(said(again)).isEqualTo("200 训练调度成功");
        workers.stopped(run);
        awaitState(run.job(), "stopped");
        assertThat(said(user.status(TASK))).isEqualTo("1 On Training");
        Awaitility.await()
                .atMost(GtsUser.LONGEST)
                .until(() -> list("/v1/datasets").size() == 1);
    }

    @Test
    void aFailedImportIsAFailedTrainingAndSaysWhy() {
        user.prepare(TASK);
        user.train(TASK);
        RunKey run = workers.startImport(user);

        workers.fail(run, "train.jsonl, line 1: nonsense");

        user.awaitStatus(TASK, 3);
        assertThat(said(user.status(TASK))).isEqualTo("3 Train Failed");
        assertThat(user.status(TASK).path("detail").asText()).isEqualTo("train.jsonl, line 1: nonsense");
        assertThat(said(user.ask("stop_train", Map.of("task_id", TASK)))).isEqualTo("-103 任务不在训练中");
    }

    @Test
    void aFailedTrainingSaysWhyAndWhatWasTrainedBeforeCanStillBeServed() throws IOException {
        // Given
        user.prepare(TASK);
        trained();
        user.train(TASK);
        workers.doImport(user, store);

        // When
        workers.fail(workers.startTraining(user), "the loss diverged");

        // Then
        user.awaitStatus(TASK, 3);
        assertThat(user.status(TASK).path("detail").asText()).isEqualTo("the loss diverged");
        try (FakeReplica replica = new FakeReplica(SharedInfrastructure.kafkaBootstrapServers())) {
            assertThat(said(start(replica))).isEqualTo("200 加载预测模型");
            assertThat(said(user.status(TASK))).isEqualTo("5 On Inference");
        }
    }

    @Test
    void aTaskIsDeletedWhileItsDataIsImported() throws SQLException {
        // Given
        user.prepare(TASK);
        user.train(TASK);
        RunKey run = workers.startImport(user);

        // When
        assertThat(said(user.ask("delete_task", Map.of("task_id", TASK)))).isEqualTo("200 Success");

        // Then
        user.create(TASK, "nli");
        awaitState(run.job(), "stopping");
        assertThat(list("/v1/datasets")).hasSize(1);
        workers.stopped(run);
        Awaitility.await().atMost(GtsUser.LONGEST).until(() -> list("/v1/datasets")
                .isEmpty());
        assertThat(list("/v1/models")).isEmpty();
        Awaitility.await().atMost(GtsUser.LONGEST).until(() -> rows() == 1);
    }

    @Test
    void aTaskIsDeletedWhileItIsServed() throws IOException {
        user.prepare(TASK);
        trained();
        try (FakeReplica replica = new FakeReplica(SharedInfrastructure.kafkaBootstrapServers())) {
            start(replica);

            assertThat(said(user.ask("delete_task", Map.of("task_id", TASK)))).isEqualTo("200 Success");

            assertThat(list("/v1/deployments")).isEmpty();
            assertThat(list("/v1/models")).isEmpty();
        }
    }

    @Test
    void aModelThatCannotBeLoadedIsNotStarted() throws IOException {
        // Given
        user.prepare(TASK);
        trained();
        ModelId model = model();

        // When
        CompletableFuture<JsonNode> starting =
                CompletableFuture.supplyAsync(() -> user.ask("start_inference", Map.of("task_id", TASK)));
        Awaitility.await().atMost(GtsUser.LONGEST).until(() -> !list("/v1/deployments")
                .isEmpty());
        try (FakeReplica replica = new FakeReplica(SharedInfrastructure.kafkaBootstrapServers())) {
            replica.say(new DeploymentEvent.Failed(
                    model, revision(), replica.id(), Instant.now(), ErrorCode.ARTIFACT_CORRUPT, "it is broken"));

            // Then
            assertThat(said(starting.join())).isEqualTo("-100 推理模型启动失败: it is broken");
        }
        assertThat(said(user.status(TASK))).isEqualTo("2 Train Success");
        assertThat(said(predict(1))).isEqualTo("-100 未启动推理服务");
    }

    @Test
    void aStartReturnsWhenTheModelAnswersNotWhenAReplicaOnceSaidSo() throws IOException {
        // Given a replica that has said so, and has died a moment ago
        user.prepare(TASK);
        trained();
        try (FakeReplica dead = new FakeReplica(SharedInfrastructure.kafkaBootstrapServers());
                FakeReplica next = new FakeReplica(SharedInfrastructure.kafkaBootstrapServers())) {
            start(dead);
            dead.closeDoor();
            int asked = dead.calls().size();

            // When it is started again, and another replica loads it
            CompletableFuture<JsonNode> starting =
                    CompletableFuture.supplyAsync(() -> user.ask("start_inference", Map.of("task_id", TASK)));
            next.load(model(), revision());

            // Then
            assertThat(said(starting.join())).isEqualTo("200 加载预测模型");
            assertThat(dead.calls()).hasSize(asked);
            assertThat(next.calls())
                    .extracting(FakeReplica.Call::path)
                    .containsOnly("/v2/models/" + model().value() + "/ready");
        }
    }

    @Test
    void samplesThatCannotBePredictedAreNamedAndWhatCannotBeDoneNowIsAnHttpError() throws IOException {
        // Given
        user.prepare(TASK);
        trained();
        try (FakeReplica replica = new FakeReplica(SharedInfrastructure.kafkaBootstrapServers())) {
            start(replica);

            // When, Then
            assertThat(said(sentences("x"))).isEqualTo("-101 每条样本必须是字典形式");
            assertThat(said(sentences(Map.of("content", "a"), Map.of("text", "b"))))
                    .isEqualTo("-101 每条样本里必须包含content字段");
            assertThat(sentences(Map.of("content", "a"), Map.of("text", "b"))
                            .path("detail")
                            .asText())
                    .isEqualTo("样本【2】");
            assertThat(said(sentences())).isEqualTo("200 预测成功");
            replica.answerWith(
                    200,
                    "{\"version\":1,\"predictions\":[" + PREDICTION
                            + ",{\"error\":{\"code\":\"invalid_data\",\"message\":\"no\"}}]}");
            JsonNode one = sentences(Map.of("content", "a"), Map.of("content", " "));
            assertThat(said(one) + one.path("detail").asText()).isEqualTo("-101 样本数据格式不合法样本【2】：no");
            replica.answerWith(422, "{\"code\":\"invalid_data\",\"detail\":\"all of them\"}");
            assertThat(said(sentences(Map.of("content", " ")))).isEqualTo("-101 样本数据格式不合法");
            replica.answerWith(503, "{\"code\":\"service_unavailable\",\"detail\":\"it is being loaded\"}");
            user.call("predict", Map.of("task_id", TASK, "sentences", List.of(Map.of("content", "a"))))
                    .then()
                    .statusCode(503)
                    .header("Retry-After", "9")
                    .body("ret_code", equalTo(503), "message", equalTo("it is being loaded"));
            replica.answerWith(429, "{\"code\":\"too_many_requests\",\"detail\":\"the queue is full\"}");
            user.call("predict", Map.of("task_id", TASK, "sentences", List.of(Map.of("content", "a"))))
                    .then()
                    .statusCode(429)
                    .body("ret_code", equalTo(429));
        }
    }

    @Test
    void twoOwnersHaveTasksOfOneNameAndNeverSeeEachOthers() throws IOException {
        // Given
        GtsUser other = GtsUser.fresh();
        user.prepare(TASK);
        trained();

        // When, Then
        assertThat(said(other.status(TASK))).isEqualTo("-100 任务不存在");
        assertThat(other.ask("list_task", Map.of()).path("tasks")).isEmpty();
        other.create(TASK, "classification");
        assertThat(said(other.status(TASK))).isEqualTo("0 Initialized");
        assertThat(other.train(TASK).path("message").asText()).contains("train.json路径不存在");
        assertThat(said(other.ask("delete_task", Map.of("task_id", TASK)))).isEqualTo("200 Success");
        assertThat(said(user.status(TASK))).isEqualTo("2 Train Success");
        GtsUser admin = new GtsUser(ApiUser.admin());
        assertThat(said(admin.status(TASK))).isEqualTo("-100 任务不存在");
    }

    private void trained() throws IOException {
        assertThat(said(user.train(TASK))).isEqualTo("200 训练调度成功");
        workers.doImport(user, store);
        workers.doTraining(user, store, METRICS);
        user.awaitStatus(TASK, 2);
    }

    /** Starts the task's inference; the replica loads its model as soon as it is wanted. */
    private JsonNode start(FakeReplica replica) {
        long before = list("/v1/deployments").isEmpty() ? 0 : revision();
        CompletableFuture<JsonNode> starting =
                CompletableFuture.supplyAsync(() -> user.ask("start_inference", Map.of("task_id", TASK)));
        Awaitility.await()
                .atMost(GtsUser.LONGEST)
                .until(() -> !list("/v1/deployments").isEmpty() && revision() > before);
        replica.load(model(), revision());
        return starting.join();
    }

    private JsonNode predict(int samples) {
        return user.ask(
                "predict",
                Map.of(
                        "task_id",
                        TASK,
                        "sentences",
                        IntStream.range(0, samples)
                                .mapToObj(i -> Map.of("content", "新闻" + i))
                                .toList()));
    }

    private JsonNode sentences(Object... samples) {
        return user.ask("predict", Map.of("task_id", TASK, "sentences", List.of(samples)));
    }

    /** What it was asked beside whether it answers. */
    private static List<FakeReplica.Call> questions(FakeReplica replica) {
        return replica.calls().stream()
                .filter(call -> call.path().endsWith("/predict"))
                .toList();
    }

    private static int count(FakeReplica.Call call) {
        return GtsUser.tree(call.body()).path("inputs").size();
    }

    private static String answer(int count) {
        return "{\"model\":\"m\",\"version\":1,\"predictions\":["
                + String.join(",", Collections.nCopies(count, PREDICTION)) + "]}";
    }

    private ModelId model() {
        return new ModelId(user.user().call().get("/v1/models").path("items[0].id"));
    }

    private long revision() {
        return ((Number) user.user().call().get("/v1/deployments").path("items[0].revision")).longValue();
    }

    private List<String> list(String path) {
        return user.user().call().get(path).path("items.id");
    }

    private void awaitState(JobId job, String state) {
        Awaitility.await()
                .atMost(GtsUser.LONGEST)
                .until(() ->
                        state.equals(user.user().call().get("/v1/jobs/" + job).path("state")));
    }

    private String id() {
        return QuarkusTransaction.requiringNew()
                .call(() -> tasks.find(new OwnerId(user.user().name()), TASK)
                        .orElseThrow()
                        .id());
    }

    private long rows() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("select count(*) from gts_task where owner = ?")) {
            statement.setString(1, user.user().name());
            try (var result = statement.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        }
    }
}
