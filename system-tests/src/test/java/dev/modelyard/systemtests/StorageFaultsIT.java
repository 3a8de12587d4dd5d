package dev.modelyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of work while the store, its disk or the database is away. */
class StorageFaultsIT {
    private static final String ROWS = "x,kind\n" + "1,low\n2,low\n8,high\n9,high\n".repeat(8);
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int CROWD_OF_CALLERS = 25;

    private static Installation installation;
    private static LongTraining training;

    @BeforeAll
    static void trainUndisturbed() {
        installation = Installation.crowded();
        training = LongTraining.of(installation);
    }

    @Test
    void withoutTheDatabaseNothingIsAcceptedAndWhatWasAcceptedGoesOn() throws IOException {
        Caller caller = Caller.admin(installation);
        String model = caller.model("tabular-classification");
        LongTraining.Begun begun = training.begin();
        List<String> waiting =
                List.of(caller.submitShortTraining(training.dataset()), caller.submitShortTraining(training.dataset()));
        Path kept = kept(caller.job(begun.job()).path("run").asText());

        installation.signal("STOP", "launcher"); // which would start it again
        try {
            installation.kill("postgres");
            requireMore(kept);
            assertThat(List.of(1, 2, 3)).allSatisfy(_ -> assertThat(
                            Caller.refusal(() -> caller.submitTraining(model, training.dataset(), Map.of())))
                    .isEqualTo(503));
        } finally {
            installation.signal("CONT", "launcher");
        }

        JsonNode ended = training.requireSameEnd(begun, "the database was away");
        assertThat(ended.path("attempt").asInt()).isEqualTo(1);
        assertThat(waiting).allSatisfy(job -> caller.succeeded(job, PATIENCE));
        installation.ledger().requireSettled("the database was away");
    }

    /** It is there, and never answers. */
    @Test
    void whileTheDatabaseHangsNothingIsAcceptedAndWhatWasAcceptedGoesOn() throws Exception {
        Caller caller = Caller.admin(installation);
        String model = caller.model("tabular-classification");
        LongTraining.Begun begun = training.begin();

        installation.freeze("postgres");
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            // More than there are connections to it: those that wait for one are refused as those that have one.
            List<Callable<Integer>> calls = Collections.nCopies(
                    CROWD_OF_CALLERS,
                    () -> Caller.refusal(() -> caller.submitTraining(model, training.dataset(), Map.of())));
            for (Future<Integer> refusal : callers.invokeAll(calls)) {
                assertThat(refusal.get()).isEqualTo(503);
            }
            assertThat(Caller.refusal(() -> caller.job(begun.job()))).isEqualTo(503);
        } finally {
            installation.thaw("postgres");
        }

        JsonNode ended = training.requireSameEnd(begun, "the database hung");
        assertThat(ended.path("attempt").asInt()).isEqualTo(1);
        installation.ledger().requireSettled("the database hung");
    }

    @Test
    void withoutTheStoreShortWorkFailsForThatReasonAndLongWorkGoesOn() throws IOException {
        Path store = installation.folder().store().toRealPath();
        Path elsewhere = store.resolveSibling("elsewhere");

        requireEnds("the store was away", () -> Files.move(store, elsewhere), () -> Files.move(elsewhere, store));
    }

    @Test
    void onAFullDiskShortWorkFailsForThatReasonAndLongWorkGoesOn() throws IOException {
        Optional<SmallDisk> disk = installation.disk();
        assumeTrue(disk.isPresent(), "a small disk can only be mounted by root");

        requireEnds("the disk was full", disk.get()::fill, disk.get()::free);

        try (var partial = Files.list(installation.folder().store().resolve("incoming"))) {
            assertThat(partial).isEmpty();
        }
    }

    /** While storage is away one training is in its middle and another begins, which has few tries. */
    private static void requireEnds(String why, Change away, Change back) throws IOException {
        Caller caller = Caller.admin(installation);
        String model = caller.model("tabular-classification");
        String dataset = caller.dataset("tabular-classification");
        LongTraining.Begun begun = training.begin();

        away.happen();
        try {
            String job = caller.submitTraining(model, training.dataset(), Map.of("max_epochs", 2));
            JsonNode ended = caller.ended(job, PATIENCE);
            assertThat(ended.path("state").asText()).as("%s", ended).isEqualTo("failed");
            assertThat(ended.path("error").path("code").asText())
                    .as("%s", ended)
                    .isEqualTo("storage_unavailable");
            assertThat(refusalOfContent(caller, dataset)).isEqualTo(503);
        } finally {
            back.happen();
        }

        assertThat(caller.client().get("/v1/models/" + model + "/versions").path("items"))
                .isEmpty();
        training.requireSameEnd(begun, why);
        caller.succeeded(caller.submitTraining(model, training.dataset(), Map.of("max_epochs", 2)), PATIENCE);
        installation.ledger().requireSettled(why);
    }

    private interface Change {
        void happen() throws IOException;
    }

    /** Where the store has what a run keeps: its checkpoints and its artifact. */
    private static Path kept(String run) {
        return installation.folder().store().resolve("objects/runs").resolve(run);
    }

    /** The run goes on: it keeps what it had not kept before. */
    private static void requireMore(Path kept) throws IOException {
        List<Path> before = files(kept);
        await("more of the run").atMost(PATIENCE).until(() -> !before.containsAll(files(kept)));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var found = Files.walk(folder)) {
            return found.toList();
        }
    }

    private static int refusalOfContent(Caller caller, String dataset) throws IOException {
        Path file = Files.writeString(installation.temporary().resolve("rows.csv"), ROWS);
        return Caller.refusal(
                () -> caller.client().upload("/v1/datasets/" + dataset + "/content?format=csv", file, "text/csv"));
    }
}
