package dev.modelyard.inference.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.stream.LongStream;

/**
 * Callers side by side, each of which calls again as soon as it is answered.
 *
 * @param threads what each of them runs on
 */
record Callers(int count, ThreadFactory threads) {
    /** Nanoseconds that each call took, sorted. */
    long[] call(Callable<?> call, Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        try (ExecutorService executor = Executors.newThreadPerTaskExecutor(threads)) {
            List<Future<LongStream>> running = new ArrayList<>();
            for (int caller = 0; caller < count; caller++) {
                running.add(executor.submit(() -> callUntil(end, call)));
            }
            LongStream all = LongStream.empty();
            for (Future<LongStream> one : running) {
                all = LongStream.concat(all, one.get());
            }
            return all.sorted().toArray();
        }
    }

    private static LongStream callUntil(long end, Callable<?> call) throws Exception {
        LongStream.Builder taken = LongStream.builder();
        long begin = System.nanoTime();
        while (begin - end < 0) {
            call.call();
            long now = System.nanoTime();
            taken.add(now - begin);
            begin = now;
        }
        return taken.build();
    }
}
