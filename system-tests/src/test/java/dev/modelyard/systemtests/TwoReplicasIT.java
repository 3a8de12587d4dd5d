package dev.modelyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.contracts.job.Lane;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.contracts.wire.Topics;
import dev.modelyard.standalone.client.PlatformClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two api-services over one database and one broker, as there are in every rolling upgrade, and what a newer version says. */
class TwoReplicasIT {
    private static final String ROWS = "x,kind\n" + "1,low\n2,low\n8,high\n9,high\n".repeat(8);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static Installation installation;
    private static SecondReplica second;
    private static Caller caller;
    private static String dataset;

    @BeforeAll
    static void start() {
        installation = Installation.shared();
        second = SecondReplica.start(installation, "api", Map.of());
        caller = Caller.admin(installation);
        dataset = caller.dataset("tabular-classification");
        caller.importOf(dataset, "format=csv&split=0.5,0.25,0.25", "text/csv", ROWS);
    }

    @AfterAll
    static void end() {
        second.close();
    }

    @Test
    void whatOneAcceptsTheOtherTellsWithoutAGap() {
        for (PlatformClient submitting : List.of(caller.client(), second.client())) {
            PlatformClient watching = submitting == caller.client() ? second.client() : caller.client();
            String job = submit(submitting, 50);

            List<JsonNode> states = new ArrayList<>();
            List<Long> numbers = watch(watching, job, states);

            assertThat(numbers)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, numbers.size()).boxed().toList());
            assertThat(states)
                    .extracting(state -> state.path("state").asText())
                    .containsExactly("dispatched", "running", "succeeded");
            assertThat(submitting.get("/v1/jobs/" + job).path("attempt").asInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void aReplicaThatDiesTakesNothingWithIt() {
        String job = submit(caller.client(), 600);
        await().atMost(PATIENCE).until(() -> second.client()
                .get("/v1/jobs/" + job)
                .path("state")
                .asText()
                .equals("running"));

        installation.kill("api");
        String later = submit(second.client(), 5);

        for (String each : List.of(job, later)) {
            JsonNode ended = await().atMost(PATIENCE)
                    .until(() -> second.client().get("/v1/jobs/" + each), seen -> seen.has("ended_at"));
            assertThat(ended.path("state").asText()).isEqualTo("succeeded");
            assertThat(ended.path("attempt").asInt()).isEqualTo(1);
        }
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> caller.client().get("/v1/tasks").has("items"));
    }

    @Test
    void whatANewerVersionSaysHarmsNobody() {
        // Given
        try (KafkaProducer<String, String> newer = new KafkaProducer<>(
                Map.of("bootstrap.servers", installation.runtime().kafka()),
                new StringSerializer(),
                new StringSerializer())) {
            String unknown = "{\"type\":\"pondered\",\"kind\":\"dream\",\"mood\":{\"of\":[1,2]}}";
            Stream<String> topics = Stream.concat(
                    Stream.of(Lane.values()).map(Topics::jobs),
                    Stream.of(
                            Topics.JOB_EVENTS,
                            Topics.JOB_CONTROL,
                            Topics.WORKERS,
                            Topics.REPLICAS,
                            Topics.DEPLOYMENTS,
                            Topics.DEPLOYMENT_EVENTS,
                            Topics.REVOCATIONS));
            topics.map(topic -> newer.send(new ProducerRecord<>(topic, "of-a-newer-version", unknown)))
                    .toList()
                    .forEach(TwoReplicasIT::acknowledged);
        }

        // When
        String job = submit(second.client(), 5);

        // Then
        caller.succeeded(job, PATIENCE);
        String model = caller.client().get("/v1/jobs/" + job).path("model").asText();
        caller.deploy(model);
        assertThat(caller.predict(model, List.of(List.of(1.5), List.of(8.5)))).hasSize(2);
    }

    private static void acknowledged(Future<RecordMetadata> sent) {
        try {
            assertThat(sent.get().hasOffset()).isTrue();
        } catch (ExecutionException e) {
            throw new AssertionError("the broker did not take a message", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String submit(PlatformClient client, int epochs) {
        String model = client.post("/v1/models", Map.of("name", "a model", "task", "tabular-classification"))
                .path("id")
                .asText();
        return client.post(
                        "/v1/jobs",
                        Map.of(
                                "kind",
                                "train",
                                "model",
                                model,
                                "dataset",
                                dataset,
                                "parameters",
                                Map.of("min_epochs", epochs, "max_epochs", epochs)))
                .path("id")
                .asText();
    }

    /** Reads all changes from the first to the last; the numbers of all, and those of state. */
    private static List<Long> watch(PlatformClient client, String job, List<JsonNode> states) {
        List<Long> numbers = new ArrayList<>();
        try (Stream<String> lines = client.lines("/v1/jobs/" + job + "/events", Map.of("Last-Event-ID", "0"))) {
            String[] type = {""};
            lines.forEach(line -> {
                if (line.startsWith("event: ")) {
                    type[0] = line.substring("event: ".length());
                } else if (line.startsWith("id: ")) {
                    numbers.add(Long.parseLong(line.substring("id: ".length())));
                } else if (line.startsWith("data: ") && type[0].equals("state")) {
                    states.add(Json.read(line.substring("data: ".length()), JsonNode.class));
                }
            });
        }
        return numbers;
    }
}
