package dev.modelyard.systemtests;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** What several callers, who ask again and again, are answered while something happens. */
final class Answers {
    private static final int CALLERS = 6;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** What happens meanwhile. */
    @FunctionalInterface
    interface Fault {
        void happen() throws Exception;
    }

    private final Callable<Integer> call;
    private final Queue<Integer> versions = new ConcurrentLinkedQueue<>();
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean over = new AtomicBoolean();

    /**
     * @param call asks once and answers which version it was that answered
     */
    Answers(Callable<Integer> call) {
        this.call = call;
    }

    /** The versions that answered, in the order of their answers. */
    Queue<Integer> versions() {
        return versions;
    }

    /** What went wrong. */
    Queue<Exception> failures() {
        return failures;
    }

    void during(Fault fault) throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> calls = new ArrayList<>();
            try {
                for (int i = 0; i < CALLERS; i++) {
                    calls.add(callers.submit(this::callUntilOver));
                }
                await("an answer").atMost(PATIENCE).until(() -> !versions.isEmpty());
                fault.happen();
            } finally {
                over.set(true);
            }
            for (Future<?> one : calls) {
                one.get();
            }
        }
    }

    /** Waits for so many more answers, good or bad. */
    void more(int count) {
        int enough = versions.size() + failures.size() + count;
        await("answers").atMost(PATIENCE).until(() -> versions.size() + failures.size() >= enough);
    }

    /** Waits until one of the callers was answered by a version. */
    void awaitVersion(int version) {
        await("version " + version).atMost(PATIENCE).until(() -> versions.contains(version));
    }

    private void callUntilOver() {
        while (!over.get()) {
            try {
                versions.add(call.call());
            } catch (Exception e) {
                failures.add(e);
            }
        }
    }
}
