package dev.modelyard.standalone.bench;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls of many models, one after another, at the replica; each answer is looked at. */
final class RoundRobin {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final URI replica;
    private final List<NumberedModel> models;
    private final List<byte[]> requests;

    /** How long the calls took, and how many of them had no answer, or one that their model does not give. */
    record Outcome(Samples samples, int failed) {}

    RoundRobin(URI replica, String token, List<NumberedModel> models) {
        this.replica = replica;
        this.models = List.copyOf(models);
        this.requests =
                models.stream().map(model -> model.request(replica, token)).toList();
    }

    /** Calls each model until it answers. */
    void untilAllAnswer() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (KeptConnection connection = KeptConnection.to(replica)) {
            for (int number = 0; number < models.size(); number++) {
                KeptConnection.Answer answer = connection.ask(requests.get(number));
                while (!models.get(number).gave(answer)) {
                    if (System.nanoTime() - deadline > 0) {
                        throw new IOException("model " + number + " answered " + answer);
                    }
                    Thread.sleep(LOOK_AGAIN);
                    answer = connection.ask(requests.get(number));
                }
            }
        }
    }

    /** Calls each model so many times. */
    Outcome run(int times, int callers) throws IOException, InterruptedException {
        Queue<Duration> taken = new ConcurrentLinkedQueue<>();
        AtomicInteger next = new AtomicInteger();
        int failed = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> running = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                running.add(threads.submit(() -> call(next, times * models.size(), taken)));
            }
            for (Future<Integer> one : running) {
                failed += one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("the replica did not answer", e.getCause());
        }
        return new Outcome(Samples.of(taken), failed);
    }

    /** How many failed. */
    private int call(AtomicInteger next, int calls, Queue<Duration> taken) throws IOException {
        int failed = 0;
        try (KeptConnection connection = KeptConnection.to(replica)) {
            for (int call = next.getAndIncrement(); call < calls; call = next.getAndIncrement()) {
                int number = call % models.size();
                long begin = System.nanoTime();
                KeptConnection.Answer answer = connection.ask(requests.get(number));
                taken.add(Duration.ofNanos(System.nanoTime() - begin));
                if (!models.get(number).gave(answer)) {
                    failed++;
                    System.err.println("Model " + number + " answered " + answer);
                }
            }
        }
        return failed;
    }
}
