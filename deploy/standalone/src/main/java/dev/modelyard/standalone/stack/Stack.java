package dev.modelyard.standalone.stack;

import dev.modelyard.embedded.PostgresServer;
import dev.modelyard.standalone.installation.ProcessRecords;
import dev.modelyard.standalone.installation.RuntimeFile;
import dev.modelyard.standalone.installation.Secrets;
import dev.modelyard.standalone.machine.ProcessIdentity;
import dev.modelyard.standalone.process.Child;
import dev.modelyard.standalone.process.ChildSpec;
import dev.modelyard.standalone.process.LogRotation;
import dev.modelyard.standalone.process.Member;
import dev.modelyard.standalone.process.Supervisor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** All processes of one installation: PostgreSQL, Kafka, the services and the workers. */
public final class Stack {
    public static final String DATABASE = "modelyard";

    private static final Duration WORKER_PATIENCE = Duration.ofSeconds(45);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration CACHE_PATIENCE = Duration.ofMinutes(5);
    private static final long LARGEST_LOG = 16L * 1024 * 1024;

    private final StackSettings settings;
    private final Secrets secrets;
    private final ProcessRecords records;
    private final StackListener listener;
    private final Supervisor supervisor;
    private final ScheduledExecutorService housekeeping = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private final List<Member> members = new ArrayList<>();
    private boolean stopped;

    public Stack(StackSettings settings, Secrets secrets, ProcessRecords records, StackListener listener) {
        this.settings = settings;
        this.secrets = secrets;
        this.records = records;
        this.listener = listener;
        this.supervisor = new Supervisor(listener::notice);
    }

    /**
     * Starts everything, side by side where one does not need the other, and from then on keeps it running.
     *
     * @throws dev.modelyard.standalone.process.StartFailedException if one does not start; call {@link #stop()} then
     */
    public RuntimeFile start() {
        long begin = System.nanoTime();
        JavaProcesses processes = new JavaProcesses(settings, secrets);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var steps = new Steps(threads, begin);
            var postgres = steps.start(postgres());
            var kafka =
                    steps.start(child(processes.kafka())).thenRun(() -> PlatformTopics.create(settings.kafkaAddress()));
            var auth = steps.startAfter(postgres, child(processes.auth()));
            var served = CompletableFuture.allOf(kafka, auth);
            List<CompletableFuture<Void>> last = new ArrayList<>();
            last.add(steps.startAfter(served, child(processes.api())));
            last.add(steps.startAfter(served, child(processes.inference())));
            for (int number = 1; number <= settings.ports().workers(); number++) {
                last.add(steps.startAfter(kafka, child(processes.worker(number))));
            }
            CompletableFuture.allOf(last.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        supervise();
        return runtime();
    }

    /** Ends everything: workers first, which hand their jobs back, then services, Kafka and PostgreSQL. */
    public void stop() {
        List<Member> running;
        synchronized (members) {
            if (stopped) {
                return;
            }
            stopped = true;
            running = List.copyOf(members);
        }
        supervisor.release();
        housekeeping.shutdownNow();
        for (StopOrder.Tier tier : StopOrder.Tier.values()) {
            Duration patience = patience(tier);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                running.stream()
                        .filter(member -> StopOrder.tier(member.name()) == tier)
                        .forEach(member -> threads.execute(() -> {
                            member.stop(patience);
                            records.remove(member.name());
                        }));
            }
        }
    }

    private Duration patience(StopOrder.Tier tier) {
        return switch (settings.startCaches()) {
            case USE -> tier == StopOrder.Tier.WORKERS ? WORKER_PATIENCE : PATIENCE;
            case MAKE -> CACHE_PATIENCE;
        };
    }

    private void supervise() {
        synchronized (members) {
            supervisor.watch(List.copyOf(members));
        }
        LogRotation rotation = new LogRotation(settings.folder().logs(), LARGEST_LOG);
        var _ = housekeeping.scheduleWithFixedDelay(
                () -> {
                    try {
                        rotation.run();
                    } catch (RuntimeException e) {
                        listener.notice(String.valueOf(e.getMessage()));
                    }
                },
                30,
                30,
                TimeUnit.SECONDS);
    }

    private RuntimeFile runtime() {
        String api = settings.httpAddress(settings.ports().api());
        return new RuntimeFile(
                api,
                settings.httpAddress(settings.ports().auth()),
                settings.httpAddress(settings.ports().inference()),
                api + "/",
                settings.kafkaAddress(),
                settings.jdbcAddress() + "?user=" + PostgresServer.USER + "&password=" + secrets.databasePassword(),
                secrets.systemKey(),
                new RuntimeFile.Admin(secrets.adminSecretId(), secrets.adminSecretKey()),
                pids());
    }

    private Map<String, Long> pids() {
        Map<String, Long> pids = new LinkedHashMap<>();
        pids.put("launcher", ProcessHandle.current().pid());
        pids.putAll(records.pids());
        return pids;
    }

    private Member postgres() {
        return new PostgresMember(
                new PostgresServer.Settings(
                        Optional.of(settings.folder().postgres()),
                        OptionalInt.of(settings.ports().postgres()),
                        true,
                        Optional.of(secrets.databasePassword()),
                        Optional.of(settings.folder().log("postgres"))),
                DATABASE,
                this::record);
    }

    private Member child(ChildSpec spec) {
        return new Child(spec, this::record);
    }

    private void record(Member member, ProcessHandle process) {
        ProcessIdentity.of(process.pid(), member.mark()).ifPresent(identity -> records.put(member.name(), identity));
        synchronized (members) {
            if (stopped) {
                process.destroy();
            } else if (RuntimeFile.read(settings.folder()).isPresent()) {
                runtime().write(settings.folder());
            }
        }
    }

    /** The start of members one after another or side by side. */
    private final class Steps {
        private final ExecutorService threads;
        private final long begin;

        Steps(ExecutorService threads, long begin) {
            this.threads = threads;
            this.begin = begin;
        }

        CompletableFuture<Void> start(Member member) {
            return startAfter(CompletableFuture.completedFuture(null), member);
        }

        CompletableFuture<Void> startAfter(CompletableFuture<Void> earlier, Member member) {
            return earlier.thenRunAsync(() -> begin(member), threads);
        }

        private void begin(Member member) {
            synchronized (members) {
                if (stopped) {
                    return;
                }
                members.add(member);
            }
            try {
                long own = System.nanoTime();
                member.start();
                long now = System.nanoTime();
                listener.ready(member.name(), Duration.ofNanos(now - own), Duration.ofNanos(now - begin));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
