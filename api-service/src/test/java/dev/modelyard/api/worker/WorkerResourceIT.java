package dev.modelyard.api.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;

import dev.modelyard.api.ApiUser;
import dev.modelyard.api.Infrastructure;
import dev.modelyard.api.job.JobRequest;
import dev.modelyard.api.job.JobService;
import dev.modelyard.api.job.JobSubject;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.id.WorkerId;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.Lane;
import dev.modelyard.contracts.worker.WorkerHeartbeat;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code GET /v1/workers}. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class WorkerResourceIT {
    private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");

    private final ApiUser user = ApiUser.fresh();

    @Inject
    WorkerService workers;

    @Inject
    JobService jobs;

    @Inject
    AgroalDataSource database;

    @BeforeEach
    @AfterEach
    void nobody() throws SQLException {
        execute("truncate worker");
        execute("truncate job cascade");
    }

    @Test
    void aWorkerIsShownWithTheCallersJobsOnlyAndAnAdminSeesAll() {
        // Given
        WorkerId id = WorkerId.fresh();
        WorkerHeartbeat.Running mine = new WorkerHeartbeat.Running(Lane.SHORT, submit(user), RunId.fresh());
        WorkerHeartbeat.Running others =
                new WorkerHeartbeat.Running(Lane.SHORT, submit(ApiUser.fresh()), RunId.fresh());
        workers.heard(heartbeat(id, List.of(mine, others), false));

        // When
        var shown =
                user.call().get("/v1/workers").then().statusCode(200).extract().jsonPath();

        // Then
        assertThat(shown.getMap("items[0]"))
                .containsEntry("id", id.value())
                .containsEntry("host", "host")
                .containsEntry("version", "1")
                .containsEntry("state", "live")
                .containsEntry("devices", 0)
                .containsEntry("threads", 2)
                .containsEntry("lanes", Map.of("short", 2))
                .containsEntry("started_at", BEGIN.toString())
                .containsEntry(
                        "running",
                        List.of(Map.of(
                                "lane",
                                "short",
                                "job",
                                mine.job().value(),
                                "run",
                                mine.run().value())))
                .containsKey("seen_at")
                .hasSize(10);
        assertThat(ApiUser.admin().call().get("/v1/workers").jsonPath().getList("items[0].running"))
                .hasSize(2);
    }

    @Test
    void aWorkerThatEndsAndOneThatIsSilentAreToldApart() throws SQLException {
        // Given
        workers.heard(heartbeat(WorkerId.fresh(), List.of(), true));
        assertThat(states()).containsExactly("stopping");

        // When
        execute("update worker set seen_at = seen_at - interval '1 hour'");

        // Then
        assertThat(states()).containsExactly("lost");
        assertThat(workers.live()).isEmpty();

        // When
        execute("update worker set seen_at = seen_at - interval '2 days'");
        workers.forgetGone();

        // Then
        user.call().get("/v1/workers").then().body("items", empty());
    }

    private List<String> states() {
        return user.call().get("/v1/workers").jsonPath().getList("items.state");
    }

    private JobId submit(ApiUser owner) {
        JobSubject none = new JobSubject(Optional.empty(), Optional.empty(), Optional.empty());
        return jobs.submit(new OwnerId(owner.name()), JobRequest.of(new JobSpec.Unknown(), none))
                .id();
    }

    private static WorkerHeartbeat heartbeat(WorkerId id, List<WorkerHeartbeat.Running> running, boolean stopping) {
        return new WorkerHeartbeat(
                id,
                "host",
                "1",
                0,
                2,
                1,
                Map.of(Lane.SHORT, 2),
                running,
                Set.of("train"),
                stopping,
                BEGIN,
                Instant.now());
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
