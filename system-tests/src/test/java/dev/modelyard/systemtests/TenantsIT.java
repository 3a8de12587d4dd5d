package dev.modelyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.standalone.client.Credentials;
import dev.modelyard.standalone.client.PlatformClient;
import dev.modelyard.standalone.installation.RuntimeFile;
import io.restassured.RestAssured;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TenantsIT {
    private static final String ROWS = "x,kind\n" + "1,low\n2,low\n8,high\n9,high\n".repeat(8);

    @Test
    void seeNothingOfEachOther() {
        Installation installation = Installation.shared();
        Caller owner = new Caller(installation.newTenant("owner"), installation.temporary());
        PlatformClient stranger = installation.newTenant("stranger");
        String dataset = owner.dataset("tabular-classification");
        JsonNode importing = owner.importOf(dataset, "format=csv", "text/csv", ROWS);
        assertThat(importing.path("state").asText()).isEqualTo("succeeded");
        String model = owner.model("tabular-classification");
        String job = owner.submitTraining(model, dataset, Map.of("max_epochs", 1));
        owner.succeeded(job, Duration.ofMinutes(3));
        String deployment = owner.client()
                .post("/v1/deployments", Map.of("model", model))
                .path("id")
                .asText();

        List<String> readable = List.of(
                "/v1/datasets/" + dataset,
                "/v1/datasets/" + dataset + "/versions",
                "/v1/datasets/" + dataset + "/versions/1/records",
                "/v1/models/" + model,
                "/v1/models/" + model + "/versions/1",
                "/v1/jobs/" + job,
                "/v1/jobs/" + job + "/metrics",
                "/v1/deployments/" + deployment);
        assertThat(readable).allSatisfy(path -> {
            assertThat(Caller.refusal(() -> owner.client().get(path))).as(path).isZero();
            assertThat(Caller.refusal(() -> stranger.get(path))).as(path).isEqualTo(404);
        });
        assertThat(List.of("/v1/datasets/" + dataset, "/v1/models/" + model, "/v1/jobs/" + job))
                .allSatisfy(path -> assertThat(Caller.refusal(() -> stranger.delete(path)))
                        .as(path)
                        .isEqualTo(404));
        assertThat(Caller.refusal(() -> stranger.post("/v1/jobs/" + job + "/stop", Map.of())))
                .isEqualTo(404);
        assertThat(Caller.refusal(
                        () -> stranger.post("/v1/models/" + model + "/predict", Map.of("inputs", List.of(List.of(1))))))
                .isEqualTo(404);
        assertThat(Caller.refusal(
                        () -> stranger.post("/v1/jobs", Map.of("kind", "train", "model", model, "dataset", dataset))))
                .isEqualTo(404);
        assertThat(stranger.get("/v1/datasets").path("items")).isEmpty();
        assertThat(stranger.get("/v1/models").path("items")).isEmpty();
        assertThat(stranger.get("/v1/jobs").path("items")).isEmpty();
    }

    /** Also in the very second in which it is given its end, which ends the tokens that were issued for it so far. */
    @Test
    void goOnWithAnOldSecretUntilItsEnd() {
        Installation installation = Installation.shared();
        RuntimeFile runtime = installation.runtime();
        JsonNode made = new PlatformClient(runtime.auth(), Credentials.admin(runtime))
                .post("/v1/clients", Map.of("name", "rotating"));
        String id = made.path("secret_id").asText();
        Credentials old =
                new Credentials(runtime.auth(), id, made.path("secret_key").asText());
        String early = new PlatformClient(runtime.api(), old).token();
        PlatformClient late = new PlatformClient(runtime.api(), old);

        new PlatformClient(runtime.auth(), old)
                .post(
                        "/v1/clients/" + id + "/secrets",
                        Map.of("old_expires_at", Instant.now().plusSeconds(120).toString()));
        late.token();

        await("the end of the earlier token")
                .atMost(Duration.ofSeconds(30))
                .until(() -> RestAssured.given()
                                .auth()
                                .oauth2(early)
                                .get(runtime.api() + "/v1/models")
                                .statusCode()
                        == 401);
        assertThat(Caller.refusal(() -> late.get("/v1/models"))).isZero();
    }

    @Test
    void areRefusedWithoutCredentials() {
        Installation installation = Installation.shared();
        String api = installation.runtime().api();

        for (String path : List.of("/v1/datasets", "/v1/models", "/v1/jobs", "/v1/deployments", "/v1/workers")) {
            RestAssured.given().get(api + path).then().statusCode(401).body("code", equalTo("unauthenticated"));
        }
    }
}
