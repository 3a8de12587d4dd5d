package dev.modelyard.api.retention;

import dev.modelyard.api.background.BackgroundLoop;
import dev.modelyard.api.idempotency.IdempotencyService;
import dev.modelyard.api.job.LeftoverService;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.IntUnaryOperator;

/** Looks now and then for what is old, one replica at a time, and lets go of it in small transactions. */
@ApplicationScoped
class Retention {
    private static final int BATCH = 100;

    private final RetentionStore passes;
    private final LeftoverService leftovers;
    private final IdempotencyService keys;
    private final Orphans orphans;
    private final RetentionConfig config;
    private final BackgroundLoop loop;
    private boolean started;

    Retention(
            RetentionStore passes,
            LeftoverService leftovers,
            IdempotencyService keys,
            Orphans orphans,
            RetentionConfig config) {
        this.passes = passes;
        this.leftovers = leftovers;
        this.keys = keys;
        this.orphans = orphans;
        this.config = config;
        this.loop = new BackgroundLoop("retention", config.every(), this::pass);
    }

    void start(@Observes StartupEvent event) {
        loop.start();
    }

    void stop(@Observes ShutdownEvent event) {
        loop.stop();
    }

    /** Not right after a start: what happened while nobody was here has to be heard first. */
    private void pass() {
        if (started && passes.claim(config.every())) {
            clean();
        }
        started = true;
    }

    /** Lets go of all that is old now. */
    void clean() {
        inBatches(most -> leftovers.forgetJobs(config.jobs(), most));
        inBatches(most -> leftovers.forgetLogs(config.logs(), most));
        inBatches(most -> leftovers.forgetRuns(config.leftovers(), config.failed(), config.stopped(), most));
        inBatches(keys::forgetOld);
        try {
            orphans.delete(config.orphans(), loop::stopping);
        } catch (IOException e) {
            throw new UncheckedIOException("the store cannot be looked through", e);
        }
    }

    private void inBatches(IntUnaryOperator batch) {
        int done = BATCH;
        while (done == BATCH && !loop.stopping()) {
            done = batch.applyAsInt(BATCH);
        }
    }
}
