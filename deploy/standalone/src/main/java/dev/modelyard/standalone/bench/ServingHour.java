package dev.modelyard.standalone.bench;

import dev.modelyard.standalone.client.Credentials;
import dev.modelyard.standalone.client.PlatformClient;
import dev.modelyard.standalone.installation.RuntimeFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Whether the replica's memory grows under calls that do not end for an hour. */
final class ServingHour {
    private static final int CALLERS = 8;
    private static final int OK = 200;
    private static final Duration LONGEST_STEP = Duration.ofSeconds(20);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(100);
    private static final List<Integer> SHOWN = List.of(10, 50, 100);

    private final RuntimeFile runtime;
    private final PlatformClient client;
    private final ReplicaMemory memory;
    private final List<List<String>> rows = new ArrayList<>();

    /** Calls that were answered with 200, and others. */
    private record Tally(long answered, long failed) {
        Tally plus(Tally other) {
            return new Tally(answered + other.answered, failed + other.failed);
        }
    }

    private ServingHour(RuntimeFile runtime) {
        this.runtime = runtime;
        this.client = new PlatformClient(runtime.api(), Credentials.admin(runtime));
        this.memory = new ReplicaMemory(runtime);
    }

    /**
     * @param time for which calls go on
     */
    static Table table(RuntimeFile runtime, Path folder, Duration time) throws IOException, InterruptedException {
        ServingHour hour = new ServingHour(runtime);
        hour.measure(ServedModel.start(hour.client, folder), time);
        return new Table(
                "Memory under lasting calls",
                ("%d callers at the replica for %d minutes, one row of eight numbers a call, a model of rows as it is trained by default;"
                                + " each asks again as soon as it is answered, on connections that are made anew at least every %d s, when"
                                + " memory is looked at. MiB: resident now, the most it was so far, and Java objects after a collection that"
                                + " is asked for then. Calls and failures are those since the beginning.")
                        .formatted(CALLERS, time.toMinutes(), LONGEST_STEP.toSeconds()),
                List.of("of the time", "calls", "failed", "resident", "most so far", "heap after collection"),
                hour.rows);
    }

    private void measure(ServedModel model, Duration time) throws IOException, InterruptedException {
        URI replica = URI.create(runtime.inference());
        int steps = steps(time);
        rows.add(row("0 %", new Tally(0, 0), memory.resident()));
        Tally tally = new Tally(0, 0);
        long most = 0;
        long begin = System.nanoTime();
        for (int step = 1; step <= steps; step++) {
            long end = begin + time.dividedBy(steps).multipliedBy(step).toNanos();
            tally = tally.plus(call(replica, model.request(replica, client.token(), 1), end));
            most = Math.max(most, memory.resident());
            if (SHOWN.contains(100 * step / steps) && 100 * step % steps == 0) {
                rows.add(row(100 * step / steps + " %", tally, most));
            }
        }
    }

    /** As many as are needed for none to be too long, and a multiple of ten. */
    private static int steps(Duration time) {
        return 10 * (int) Math.max(1, Math.ceilDiv(time.toMillis(), 10 * LONGEST_STEP.toMillis()));
    }

    private List<String> row(String share, Tally tally, long most) throws IOException, InterruptedException {
        return List.of(
                share,
                String.valueOf(tally.answered() + tally.failed()),
                String.valueOf(tally.failed()),
                ReplicaMemory.mebibytes(memory.resident()),
                ReplicaMemory.mebibytes(most),
                ReplicaMemory.mebibytes(memory.heapAfterCollection()));
    }

    private static Tally call(URI replica, byte[] request, long end) throws IOException, InterruptedException {
        Tally tally = new Tally(0, 0);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Tally>> running = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                running.add(threads.submit(() -> callUntil(end, replica, request)));
            }
            for (Future<Tally> one : running) {
                tally = tally.plus(one.get());
            }
        } catch (ExecutionException e) {
            throw new IOException("a caller ended", e.getCause());
        }
        return tally;
    }

    private static Tally callUntil(long end, URI replica, byte[] request) throws InterruptedException {
        long answered = 0;
        long failed = 0;
        while (System.nanoTime() - end < 0) {
            try (KeptConnection connection = KeptConnection.to(replica)) {
                while (System.nanoTime() - end < 0) {
                    if (connection.send(request) == OK) {
                        answered++;
                    } else {
                        failed++;
                    }
                }
            } catch (IOException e) {
                failed++;
                System.err.println("A call failed: " + e);
                Thread.sleep(PAUSE_AFTER_FAILURE);
            }
        }
        return new Tally(answered, failed);
    }
}
