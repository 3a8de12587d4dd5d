package dev.modelyard.standalone.bench;

import dev.modelyard.standalone.client.Credentials;
import dev.modelyard.standalone.client.PlatformClient;
import dev.modelyard.standalone.installation.DataFolder;
import dev.modelyard.standalone.installation.RuntimeFile;
import dev.modelyard.standalone.machine.Platform;
import dev.modelyard.standalone.machine.PortPlan;
import dev.modelyard.standalone.stack.RunningStack;
import dev.modelyard.standalone.stack.StackSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Runs benchmarks by name. */
public final class Bench {
    private static final Duration SETTLE = Duration.ofSeconds(20);
    private static final Set<String> OF_THE_STACK =
            Set.of("start", "memory", "dispatch", "events", "takeover", "tokens", "serving", "together");
    private static final String QUEUE = "queue";
    private static final String MODELS = "models";
    private static final String SERVING_HOUR = "serving-hour";

    private final StackSettings settings;
    private final Duration servingHour;
    private final Consumer<String> print;

    /**
     * @param settings with an empty data folder
     * @param servingHour how long that benchmark is to last, if it is asked for
     * @param print gets Markdown as it comes to be
     */
    public Bench(StackSettings settings, Duration servingHour, Consumer<String> print) {
        this.settings = settings;
        this.servingHour = servingHour;
        this.print = print;
    }

    /** The names of all there are. */
    public static Set<String> names() {
        Set<String> names = new TreeSet<>(usual());
        names.add(SERVING_HOUR);
        return names;
    }

    /** The names of those that are run when none is named. */
    public static Set<String> usual() {
        Set<String> names = new TreeSet<>(OF_THE_STACK);
        names.add(QUEUE);
        names.add(MODELS);
        ModuleBenchmark.ALL.forEach(benchmark -> names.add(benchmark.name()));
        return names;
    }

    public void run(Set<String> names) throws IOException, InterruptedException {
        print.accept("Machine: " + Platform.describe() + "\n\n");
        if (names.stream().anyMatch(OF_THE_STACK::contains)) {
            benchStack(names);
        }
        if (names.contains(QUEUE)) {
            benchQueue();
        }
        if (names.contains(MODELS)) {
            print.accept(ManyModels.table(settings).markdown());
        }
        if (names.contains(SERVING_HOUR)) {
            benchServingHour();
        }
        for (ModuleBenchmark benchmark : ModuleBenchmark.ALL) {
            if (names.contains(benchmark.name())) {
                print.accept(benchmark.run(settings.tree(), settings.folder().cache(), List.of()));
            }
        }
    }

    private void benchStack(Set<String> names) throws IOException, InterruptedException {
        StartTimes first = new StartTimes();
        RunningStack.start(settings, first).close();
        StartTimes second = new StartTimes();
        try (RunningStack stack = RunningStack.start(settings, second)) {
            if (names.contains("start")) {
                print.accept(StartTimes.table(first, second).markdown());
            }
            if (names.contains("memory")) {
                Thread.sleep(SETTLE);
                print.accept(IdleMemory.table(stack.runtime()).markdown());
            }
            DataFolder folder = settings.folder();
            PlatformClient client = new PlatformClient(stack.runtime().api(), Credentials.admin(stack.runtime()));
            if (names.contains("dispatch")) {
                print.accept(DispatchLatency.table(client, folder.temporary()).markdown());
            }
            if (names.contains("events")) {
                print.accept(EventLatency.table(client, folder.temporary()).markdown());
            }
            if (names.contains("takeover")) {
                print.accept(
                        Takeover.table(client, folder.temporary(), this::worker).markdown());
            }
            if (names.contains("tokens")) {
                print.accept(TokenGrants.table(stack.runtime()).markdown());
            }
            if (names.contains("serving")) {
                benchServing(stack.runtime(), ServedModel.start(client, folder.temporary()));
            }
            if (names.contains("together")) {
                print.accept(ServingTogether.table(
                                stack.runtime(),
                                ServedPictures.start(client),
                                ServedModel.start(client, folder.temporary()))
                        .markdown());
            }
        }
    }

    private void benchServing(RuntimeFile runtime, ServedModel model) throws IOException, InterruptedException {
        List<ServingLoad.Measured> measured = new ServingLoad(runtime, model).measure();
        print.accept(ServingLoad.table(measured).markdown());
        print.accept(ServingLayers.table(settings, URI.create(runtime.inference()), model, measured)
                .markdown());
    }

    private void benchServingHour() throws IOException, InterruptedException {
        try (RunningStack stack = RunningStack.start(settings, new StartTimes())) {
            print.accept(ServingHour.table(stack.runtime(), settings.folder().temporary(), servingHour)
                    .markdown());
        }
    }

    /** In an installation without workers, so that jobs stay queued. */
    private void benchQueue() throws IOException, InterruptedException {
        PortPlan ports = new PortPlan(settings.ports().base(), 0);
        StackSettings idle =
                new StackSettings(settings.tree(), settings.folder(), settings.host(), ports, settings.startCaches());
        try (RunningStack stack = RunningStack.start(idle, new StartTimes())) {
            Path imports = Files.createDirectories(settings.folder().imports());
            for (Table table : LongQueue.tables(stack.runtime(), imports)) {
                print.accept(table.markdown());
            }
        }
    }

    private ProcessHandle worker() {
        return RuntimeFile.read(settings.folder())
                .flatMap(runtime -> Optional.ofNullable(runtime.pids().get("worker-1")))
                .flatMap(ProcessHandle::of)
                .orElseThrow(() -> new IllegalStateException("there is no worker"));
    }
}
