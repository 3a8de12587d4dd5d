package dev.modelyard.inference.batching;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The bounded platform threads on which models run, shared by all models. A native call on a virtual thread would hold its
 * carrier, and the requests of everybody else with it.
 */
@ApplicationScoped
public class NativeThreads implements Executor {
    private final int count;
    private final ExecutorService threads;

    public NativeThreads(BatchingConfig config) {
        this.count = config.threads().orElseGet(() -> Runtime.getRuntime().availableProcessors());
        this.threads = Executors.newFixedThreadPool(
                count, Thread.ofPlatform().name("predict-", 0).daemon().factory());
    }

    /** How many runs can go on at the same time. */
    public int count() {
        return count;
    }

    @Override
    public void execute(Runnable step) {
        threads.execute(step);
    }

    @PreDestroy
    void stop() {
        threads.shutdown();
    }
}
