package dev.modelyard.standalone.bench;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Callers side by side that keep their connections and ask again as soon as they are answered. */
final class Load {
    private static final int OK = 200;

    private Load() {}

    /**
     * How long each call took.
     *
     * @throws IOException also if a call was answered with anything but 200
     */
    static Samples of(URI service, byte[] request, int callers, Duration time)
            throws IOException, InterruptedException {
        List<Duration> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Duration>>> running = new ArrayList<>();
            long end = System.nanoTime() + time.toNanos();
            for (int caller = 0; caller < callers; caller++) {
                running.add(threads.submit(() -> call(service, request, end)));
            }
            for (Future<List<Duration>> one : running) {
                all.addAll(one.get());
            }
        } catch (ExecutionException e) {
            throw new IOException("a call failed: " + e.getMessage(), e.getCause());
        }
        return Samples.of(all);
    }

    private static List<Duration> call(URI service, byte[] request, long end) throws IOException {
        List<Duration> taken = new ArrayList<>();
        try (KeptConnection connection = KeptConnection.to(service)) {
            long begin = System.nanoTime();
            while (begin - end < 0) {
                connection.require(OK, request);
                long now = System.nanoTime();
                taken.add(Duration.ofNanos(now - begin));
                begin = now;
            }
        }
        return taken;
    }
}
