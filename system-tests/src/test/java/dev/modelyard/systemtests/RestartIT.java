package dev.modelyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.standalone.installation.RuntimeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RestartIT {
    private static final String ROWS = "x,kind\n" + "1,low\n2,low\n8,high\n9,high\n".repeat(8);

    @Test
    void aJobWaitsForAWorkerAndEverythingIsFoundAgainAfterARestart() throws IOException {
        try (Installation installation = Installation.empty()) {
            installation.up(0);
            RuntimeFile.Admin admin = installation.runtime().admin();
            Caller caller = Caller.admin(installation);
            String dataset = caller.dataset("tabular-classification");
            Path file = Files.writeString(installation.temporary().resolve("rows.csv"), ROWS);
            String job = caller.client()
                    .upload("/v1/datasets/" + dataset + "/content?format=csv", file, "text/csv")
                    .path("id")
                    .asText();

            // Nobody works: nothing may happen to it, for longer than any worker would need to take it.
            await().during(Duration.ofSeconds(8)).atMost(Duration.ofSeconds(20)).until(() -> {
                JsonNode seen = caller.client().get("/v1/jobs/" + job);
                return !seen.has("run")
                        && List.of("queued", "dispatched")
                                .contains(seen.path("state").asText());
            });
            installation.down();
            installation.up(1);
            Caller again = Caller.admin(installation);
            again.succeeded(job, Duration.ofMinutes(2));
            String model = again.model("tabular-classification");
            again.succeeded(again.submitTraining(model, dataset, Map.of("max_epochs", 5)), Duration.ofMinutes(3));
            again.deploy(model);
            JsonNode before = again.predict(model, List.of(List.of(1.5), List.of(8.5)));
            installation.down();
            installation.up(1);

            assertThat(installation.runtime().admin()).isEqualTo(admin);
            Caller third = Caller.admin(installation);
            assertThat(third.client().get("/v1/jobs/" + job).path("state").asText())
                    .isEqualTo("succeeded");
            third.deploy(model);
            assertThat(third.predict(model, List.of(List.of(1.5), List.of(8.5))))
                    .isEqualTo(before);
        }
    }
}
