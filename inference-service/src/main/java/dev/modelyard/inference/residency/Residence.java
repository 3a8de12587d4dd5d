package dev.modelyard.inference.residency;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.inference.batching.Calibration;
import dev.modelyard.inference.batching.Outcome;
import dev.modelyard.inference.batching.PredictionQueue;
import dev.modelyard.inference.batching.QueueFullException;
import dev.modelyard.inference.batching.QueueRetiredException;
import dev.modelyard.inference.batching.Signature;
import dev.modelyard.modellibrary.sample.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A version of a model that can answer, in memory or not. A call that finds it elsewhere loads it and waits for that, as all others
 * that come meanwhile; it leaves when its memory is asked for, once the calls it has are answered.
 */
public final class Residence {
    /** Brings the version into memory. */
    @FunctionalInterface
    interface Opener {
        /**
         * Loads it.
         *
         * @param tenant in whose name memory is taken
         * @param measured how it was found to compute best when it was in memory before
         */
        Resident open(MemoryBudget.Tenant tenant, Optional<Calibration> measured)
                throws UnloadableException, InterruptedException;
    }

    /** A version in memory. */
    record Resident(PredictionQueue queue, MemoryBudget.Lease lease) {
        /** Answers what it has, then frees its memory; completes with that. */
        CompletableFuture<Void> leave() {
            queue.retire();
            return queue.closed().whenComplete((_, _) -> lease.close());
        }
    }

    private final Opener opener;
    private final Executor threads;
    private final Duration retryAfter;
    private final Duration deadline;
    private final ResidenceMetrics metrics;

    private final Object lock = new Object();
    /** In memory, on its way there, or what became of the last try; null: elsewhere. */
    private @Nullable CompletableFuture<Resident> resident;

    private Optional<Calibration> measured = Optional.empty();
    private Optional<Signature> signature = Optional.empty();
    private long triedNanos;
    private CompletableFuture<Void> left = CompletableFuture.completedFuture(null);
    private boolean retired;

    Residence(Opener opener, Executor threads, Duration retryAfter, Duration deadline, ResidenceMetrics metrics) {
        this.opener = opener;
        this.threads = threads;
        this.retryAfter = retryAfter;
        this.deadline = deadline;
        this.metrics = metrics;
    }

    /**
     * Brings the version into memory, on the calling platform thread, if it is not there.
     *
     * @throws UnloadableException if it cannot be loaded, and why
     */
    public void load() throws UnloadableException {
        Look look;
        synchronized (lock) {
            look = look();
        }
        if (look.isNew()) {
            open(look.known());
        }
        look.known().handle((_, _) -> null).join();
        loaded(look.known());
    }

    /**
     * Computes the inputs of a call; blocks the (virtual) thread of its request, while the version is loaded too if need be.
     *
     * @return an outcome for each input, in their order
     * @throws QueueFullException at once, if too many inputs wait already
     * @throws QueueRetiredException after {@link #retire()}
     * @throws UnloadableException if it had to be loaded and cannot be
     * @throws TimeoutException if the deadline passed; what has not been run by then never is
     * @throws InterruptedException if the waiting thread was interrupted
     */
    public List<Outcome> predict(List<Sample> inputs)
            throws QueueFullException, QueueRetiredException, UnloadableException, TimeoutException,
                    InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        while (true) {
            Resident found = found(end);
            try {
                found.lease().use();
                return found.queue().predict(inputs, Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            } catch (QueueRetiredException e) {
                synchronized (lock) {
                    if (retired) {
                        throw e;
                    }
                }
                // It left memory between the look and the call: it is brought back.
            }
        }
    }

    /**
     * Brings the version into memory behind the caller, and waits for that, as {@link #predict} does.
     *
     * @throws QueueRetiredException after {@link #retire()}
     * @throws UnloadableException if it cannot be loaded
     * @throws TimeoutException if the deadline passed
     */
    public void awaken() throws QueueRetiredException, UnloadableException, TimeoutException, InterruptedException {
        found(System.nanoTime() + deadline.toNanos());
    }

    /** What the version takes and gives; known once it was loaded. */
    public Optional<Signature> signature() {
        synchronized (lock) {
            return signature;
        }
    }

    /** Takes no more calls. Those it has are answered, then its memory is freed. */
    public void retire() {
        synchronized (lock) {
            if (!retired) {
                retired = true;
                leave();
                CompletableFuture<?> _ = left.whenComplete((_, _) -> metrics.over());
            }
        }
    }

    /** Completes when the memory that it had last is free. */
    public CompletableFuture<Void> left() {
        synchronized (lock) {
            return left;
        }
    }

    /** What a call waits for; brought into memory if it is not there. */
    private Resident found(long end)
            throws QueueRetiredException, UnloadableException, TimeoutException, InterruptedException {
        Look look;
        synchronized (lock) {
            if (retired) {
                throw new QueueRetiredException();
            }
            look = look();
        }
        if (look.isNew()) {
            openBehind(look.known());
        }
        if (!look.known().isDone()) {
            try {
                look.known().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                // loaded() says it.
            }
        }
        return loaded(look.known());
    }

    /** What is known of it, or a new load where nothing is, or only an old failure. */
    private Look look() {
        CompletableFuture<Resident> known = resident;
        boolean old = known != null
                && known.isCompletedExceptionally()
                && System.nanoTime() - triedNanos >= retryAfter.toNanos();
        if (known != null && !old) {
            return new Look(known, false);
        }
        CompletableFuture<Resident> loading = new CompletableFuture<>();
        resident = loading;
        return new Look(loading, true);
    }

    /**
     * What a caller finds.
     *
     * @param isNew whether it is for this caller to have it loaded
     */
    private record Look(CompletableFuture<Resident> known, boolean isNew) {}

    private void openBehind(CompletableFuture<Resident> loading) {
        try {
            threads.execute(() -> open(loading));
        } catch (RejectedExecutionException e) {
            failed(loading, new UnloadableException(ErrorCode.SERVICE_UNAVAILABLE, "this replica is stopping", e));
        }
    }

    private static Resident loaded(CompletableFuture<Resident> known) throws UnloadableException {
        if (known.isCompletedExceptionally()) {
            if (known.exceptionNow() instanceof UnloadableException e) {
                throw e;
            }
            throw new IllegalStateException("a load failed", known.exceptionNow());
        }
        return known.resultNow();
    }

    private void open(CompletableFuture<Resident> loading) {
        long begin = System.nanoTime();
        try {
            Resident opened = opener.open(this::evict, measured);
            metrics.loaded(Duration.ofNanos(System.nanoTime() - begin));
            synchronized (lock) {
                measured = Optional.of(opened.queue().calibration());
                signature = Optional.of(opened.queue().signature());
                if (retired) {
                    left = opened.leave();
                }
            }
            loading.complete(opened);
            opened.lease().settle();
        } catch (UnloadableException e) {
            failed(loading, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed(loading, new UnloadableException(ErrorCode.SERVICE_UNAVAILABLE, "this replica is stopping", e));
        } catch (RuntimeException | Error e) {
            failed(loading, e);
            throw e;
        }
    }

    private void failed(CompletableFuture<Resident> loading, Throwable reason) {
        synchronized (lock) {
            triedNanos = System.nanoTime();
        }
        loading.completeExceptionally(reason);
    }

    /** Its memory is asked for. */
    private void evict() {
        synchronized (lock) {
            if (!retired && leave()) {
                metrics.evicted();
            }
        }
    }

    /** Leaves memory, if it is there. */
    private boolean leave() {
        CompletableFuture<Resident> known = resident;
        if (known == null || !known.isDone() || known.isCompletedExceptionally()) {
            return false;
        }
        resident = null;
        left = known.resultNow().leave();
        return true;
    }
}
