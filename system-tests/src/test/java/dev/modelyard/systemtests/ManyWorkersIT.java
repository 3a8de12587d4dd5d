package dev.modelyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of jobs where some workers are frozen or killed and others are not. */
class ManyWorkersIT {
    private static final String ROWS = "x,kind\n" + "1,low\n2,low\n8,high\n9,high\n".repeat(8);
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static Installation installation;
    private static LongTraining training;

    @BeforeAll
    static void trainUndisturbed() {
        installation = Installation.crowded();
        training = LongTraining.of(installation);
    }

    @Test
    void nobodyWaitsBehindABusyWorkerWhileAnotherIsFree() {
        Caller caller = Caller.admin(installation);
        String busy = caller.submitTraining(
                caller.model("tabular-classification"), training.dataset(), Map.of("max_epochs", 10_000));
        await("the long training").atMost(PATIENCE).until(() -> caller.job(busy).has("run"));

        for (int i = 0; i < 9; i++) {
            caller.succeeded(caller.submitShortTraining(training.dataset()), PATIENCE);
        }

        assertThat(caller.job(busy).path("state").asText()).isEqualTo("running");
        caller.client().post("/v1/jobs/" + busy + "/stop", Map.of());
        assertThat(caller.ended(busy, PATIENCE).path("state").asText()).isEqualTo("stopped");
    }

    @Test
    void aFrozenWorkersRunIsSupersededAndTheWorkerLivesOn() {
        Caller caller = Caller.admin(installation);
        LongTraining.Begun begun = training.begin();
        JsonNode first = caller.job(begun.job());
        String worker = first.path("worker").asText();
        String process = installation.processOf(worker);
        long pid = installation.process(process).orElseThrow().pid();

        installation.signal("STOP", process);
        try {
            await("another run").atMost(PATIENCE).until(() -> {
                JsonNode seen = caller.job(begun.job());
                return seen.has("run") && !seen.path("run").equals(first.path("run"));
            });
        } finally {
            installation.signal("CONT", process);
        }

        JsonNode ended = training.requireSameEnd(begun, "a worker was frozen");
        assertThat(ended.path("attempt").asInt()).isEqualTo(2);
        assertThat(ended.path("worker")).isNotEqualTo(first.path("worker"));
        await("the end of the run that lost").atMost(PATIENCE).until(() -> isIdle(caller, worker));
        await("new work for the worker that was frozen").atMost(PATIENCE).until(() -> worksAgain(caller, worker));
        assertThat(installation.process(process).orElseThrow().pid()).isEqualTo(pid);
        installation.ledger().requireSettled("a worker was frozen");
    }

    @Test
    void aJobThatKillsEveryWorkerItMeetsFailsAfterItsLimitAndOthersAreUnharmed() {
        Caller victim = new Caller(installation.newTenant("victim"), installation.temporary());
        String dataset = small(victim);
        List<String> others = new ArrayList<>();
        Caller caller = Caller.admin(installation);
        String model = caller.model("tabular-classification");
        String poison = caller.submitTraining(model, training.dataset(), Map.of("max_epochs", 10_000));
        Set<String> runs = new HashSet<>();
        JsonNode ended = await("the end of the poison job")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .until(
                        () -> {
                            JsonNode seen = caller.job(poison);
                            if (seen.path("state").asText().equals("running")
                                    && runs.add(seen.path("run").asText())) {
                                installation.kill(installation.processOf(
                                        seen.path("worker").asText()));
                                others.add(victim.submitShortTraining(dataset));
                            }
                            return seen;
                        },
                        seen -> seen.has("ended_at"));

        assertThat(ended.path("state").asText()).isEqualTo("failed");
        assertThat(ended.path("error").path("code").asText()).isEqualTo("worker_lost");
        assertThat(runs).hasSize(Installation.RETRIES + 1);
        assertThat(ended.path("attempt").asInt()).isEqualTo(Installation.RETRIES + 1);
        assertThat(caller.client().get("/v1/models/" + model + "/versions").path("items"))
                .isEmpty();
        assertThat(others).allSatisfy(job -> victim.succeeded(job, PATIENCE));
        installation.ledger().requireSettled("a job killed its workers");
    }

    private static String small(Caller caller) {
        String dataset = caller.dataset("tabular-classification");
        assertThat(caller.importOf(dataset, "format=csv", "text/csv", ROWS)
                        .path("state")
                        .asText())
                .isEqualTo("succeeded");
        return dataset;
    }

    private static boolean isIdle(Caller caller, String worker) {
        for (JsonNode found : caller.client().get("/v1/workers").path("items")) {
            if (found.path("id").asText().equals(worker)) {
                return found.path("state").asText().equals("live")
                        && found.path("running").isEmpty();
            }
        }
        return false;
    }

    /** Gives every worker something to do; whether that one did it. */
    private static boolean worksAgain(Caller caller, String worker) {
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < Installation.CROWD; i++) {
            jobs.add(caller.submitShortTraining(training.dataset()));
        }
        List<String> workers = jobs.stream()
                .map(job -> caller.succeeded(job, PATIENCE).path("worker").asText())
                .toList();
        return workers.contains(worker);
    }
}
