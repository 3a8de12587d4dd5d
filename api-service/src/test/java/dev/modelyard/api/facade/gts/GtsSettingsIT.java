package dev.modelyard.api.facade.gts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.api.ApiUser;
import dev.modelyard.api.Infrastructure;
import dev.modelyard.artifactstore.ArtifactStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an operator may set: whom callers without credentials act for, and how long a start may take. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
@TestProfile(GtsSettingsIT.Settings.class)
class GtsSettingsIT {
    private static final GtsUser STAND_IN = new GtsUser(new ApiUser("sid_stand-in", "user"));

    @Inject
    ArtifactStore store;

    /** Names a principal, and is impatient. */
    public static class Settings implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "modelyard.facade.gts.anonymous-as", "sid_stand-in", "modelyard.deployment.start-deadline", "1s");
        }
    }

    @Test
    void whoSendsNoCredentialsActsForThePrincipal() throws IOException {
        RawHttp.Answer created =
                RawHttp.postJson("", "/api/create_task/", "{\"task_name\":\"open\",\"task_type\":\"nli\"}");

        assertThat(created.json().path("ret_code").asInt()).isEqualTo(200);
        assertThat(STAND_IN.ask("list_task", Map.of()).path("tasks").path(0).asText())
                .isEqualTo("open");
        assertThat(GtsUser.fresh().ask("list_task", Map.of()).path("tasks")).isEmpty();
    }

    @Test
    void credentialsThatAreGivenAreCheckedAllTheSame() throws IOException {
        assertThat(RawHttp.postNothing("nonsense", "/api/list_task").status()).isEqualTo(401);
        assertThat(RawHttp.post("", "/api/list_task", List.of("Authorization: Basic bm86bm8="), "")
                        .status())
                .isIn(401, 503);
        assertThat(RawHttp.post("", "/api/list_task", List.of("Authorization: "), "")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aModelThatNobodyLoadsInTimeIsNotStarted() throws IOException {
        GtsUser user = GtsUser.fresh();
        user.prepare("slow");
        try (PlayedWorkers workers = new PlayedWorkers()) {
            user.train("slow");
            workers.doImport(user, store);
            workers.doTraining(user, store, Map.of());
            user.awaitStatus("slow", 2);
        }

        JsonNode answer = user.ask("start_inference", Map.of("task_id", "slow"));

        assertThat(GtsUser.said(answer)).startsWith("-100 推理模型启动失败: ");
        assertThat(answer.path("detail").asText()).isEqualTo("deadline_exceeded");
        assertThat(GtsUser.said(user.status("slow"))).isEqualTo("2 Train Success");
    }

    @Test
    void otherPathsStayClosed() throws IOException {
        assertThat(RawHttp.postNothing("", "/v1/models").status()).isEqualTo(401);
        assertThat(RawHttp.send("GET /v1/models HTTP/1.1\r\nHost: x\r\n\r\n", new byte[0])
                        .status())
                .isEqualTo(401);
    }

    /** Else any site that a user of this machine looks at could act for the principal. */
    @Test
    void thePagesOfABrowserAreNotLetIn() throws IOException {
        assertThat(RawHttp.post("", "/api/list_task", List.of("Origin: http://evil.example"), "")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void withoutAKeyOfThePrincipalThereAreNoPredictions() throws IOException {
        RawHttp.Answer answer = RawHttp.postJson("", "/api/predict", "{\"task_id\":\"open\",\"sentences\":[]}");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("message").asText()).contains("token");
    }
}
