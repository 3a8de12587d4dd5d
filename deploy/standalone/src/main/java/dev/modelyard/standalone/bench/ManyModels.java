package dev.modelyard.standalone.bench;

import dev.modelyard.standalone.client.Credentials;
import dev.modelyard.standalone.client.PlatformClient;
import dev.modelyard.standalone.installation.DataFolder;
import dev.modelyard.standalone.installation.RuntimeFile;
import dev.modelyard.standalone.stack.RunningStack;
import dev.modelyard.standalone.stack.StackSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Many small models on one replica: while all of them fit into its memory, and while few do. */
final class ManyModels {
    private static final int MODELS = 200;
    private static final int CALLS = 20;
    private static final int CALLERS = 4;
    private static final long ROOMY = 512;
    private static final long NARROW = 64;

    private final StackSettings settings;
    private final List<List<String>> rows = new ArrayList<>();
    private List<NumberedModel> models = List.of();

    private ManyModels(StackSettings settings) {
        this.settings = settings;
    }

    /** In installations of its own, one after another in the same folder. */
    static Table table(StackSettings settings) throws IOException, InterruptedException {
        ManyModels many = new ManyModels(settings);
        many.measure(ROOMY);
        many.measure(NARROW);
        return new Table(
                "Many models on one replica",
                ("%d models of rows, trained for one epoch, started on one replica, and called %d times each, one model after another, by"
                                + " %d callers; milliseconds. `modelyard.residency.memory` is the limit: what models may take together, as"
                                + " estimated from their files. Each model answers another range of numbers, and a call has failed too if its"
                                + " answer is not of its model's. Loads and evictions are counted from the first of these calls to the last;"
                                + " MiB are resident memory of the whole process: when it had started, before the calls, after them.")
                        .formatted(MODELS, CALLS, CALLERS),
                List.of(
                        "limit, MiB",
                        "calls",
                        "failed",
                        "p50",
                        "p99",
                        "loads",
                        "evictions",
                        "in memory",
                        "estimated, MiB",
                        "MiB at start",
                        "MiB before",
                        "MiB after"),
                many.rows);
    }

    private void measure(long mebibytes) throws IOException, InterruptedException {
        StackSettings limited = settings.with("MODELYARD_RESIDENCY_MEMORY", mebibytes + "M");
        try (RunningStack stack = RunningStack.start(limited, new StartTimes())) {
            RuntimeFile runtime = stack.runtime();
            long atStart = new ReplicaMemory(runtime).resident();
            PlatformClient client = new PlatformClient(runtime.api(), Credentials.admin(runtime));
            if (models.isEmpty()) {
                DataFolder folder = settings.folder();
                models = NumberedModel.startAll(client, MODELS, Files.createDirectories(folder.temporary()));
            }
            RoundRobin calls = new RoundRobin(URI.create(runtime.inference()), client.token(), models);
            calls.untilAllAnswer();
            rows.add(row(mebibytes, runtime, atStart, calls));
        }
    }

    private static List<String> row(long mebibytes, RuntimeFile runtime, long atStart, RoundRobin calls)
            throws IOException, InterruptedException {
        ReplicaMemory memory = new ReplicaMemory(runtime);
        long before = memory.resident();
        ReplicaFigures earlier = ReplicaFigures.of(runtime);
        RoundRobin.Outcome outcome = calls.run(CALLS, CALLERS);
        ReplicaFigures later = ReplicaFigures.of(runtime);
        return List.of(
                String.valueOf(mebibytes),
                String.valueOf(outcome.samples().size()),
                String.valueOf(outcome.failed()),
                outcome.samples().millis(0.5),
                outcome.samples().millis(0.99),
                between(earlier, later, "modelyard_model_load_seconds_count"),
                between(earlier, later, "modelyard_model_evictions_total"),
                String.format(Locale.ROOT, "%.0f", later.sum("modelyard_models_resident")),
                ReplicaMemory.mebibytes((long) later.sum("modelyard_models_memory_bytes")),
                ReplicaMemory.mebibytes(atStart),
                ReplicaMemory.mebibytes(before),
                ReplicaMemory.mebibytes(memory.resident()));
    }

    private static String between(ReplicaFigures earlier, ReplicaFigures later, String name) throws IOException {
        return String.format(Locale.ROOT, "%.0f", later.sum(name) - earlier.sum(name));
    }
}
