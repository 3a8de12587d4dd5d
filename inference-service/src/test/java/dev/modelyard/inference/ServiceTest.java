package dev.modelyard.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.artifactstore.ArtifactStores;
import dev.modelyard.contracts.deployment.DeploymentEvent;
import dev.modelyard.contracts.id.ModelId;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** What the tests of the running service share: its surroundings, and the verbs to speak with it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ServiceTest {
    protected final Config config = ConfigProvider.getConfig();
    protected ArtifactStore store;
    protected Topic topic;
    protected Reports reports;

    @BeforeAll
    void connect() throws IOException {
        String kafka = config.getValue("kafka.bootstrap.servers", String.class);
        store = ArtifactStores.open(config.getValue("modelyard.store", URI.class));
        topic = new Topic(kafka);
        reports = new Reports(kafka);
    }

    @AfterAll
    void disconnect() {
        topic.close();
        reports.close();
    }

    /** Stores and starts a model, and waits until it serves. */
    protected SampleModel started(SampleModel model) throws IOException {
        SampleModel stored = model.storeIn(store);
        topic.desire(stored.desired(1, true));
        awaitReady(stored.id(), 1);
        return stored;
    }

    protected void awaitReady(ModelId model, long revision) {
        awaitReport(DeploymentEvent.Ready.class, model, revision);
    }

    /** Waits until the newest report of the model is of that kind and answers that revision. */
    protected <E extends DeploymentEvent> E awaitReport(Class<E> kind, ModelId model, long revision) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            List<DeploymentEvent> events = reports.of(model);
            assertThat(events).isNotEmpty();
            assertThat(events.getLast()).isInstanceOf(kind);
            assertThat(events.getLast().revision()).isEqualTo(revision);
        });
        return kind.cast(reports.of(model).getLast());
    }

    /** Asks for predictions as the owner of the model. */
    protected ValidatableResponse predict(SampleModel model, String body) {
        return predict(Tokens.of(model.owner()), model.id().value(), body);
    }

    protected ValidatableResponse predict(String token, String model, String body) {
        return RestAssured.given()
                .auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/models/{id}/predict", model)
                .then();
    }

    /** A prediction that is asked for and not waited for. */
    protected static Socket sent(SampleModel model, String body) throws IOException {
        String head = """
                POST /v1/models/%s/predict HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer %s\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                """.formatted(model.id().value(), Tokens.of(model.owner()), body.length());
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
        socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }
}
