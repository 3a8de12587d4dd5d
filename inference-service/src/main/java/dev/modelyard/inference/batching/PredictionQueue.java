package dev.modelyard.inference.batching;

import dev.modelyard.modellibrary.prediction.ServableModel;
import dev.modelyard.modellibrary.sample.Sample;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The calls of one loaded model. It owns the model, and frees it after its last call. */
public final class PredictionQueue {
    private final BatchQueue<Sample, Outcome> queue;
    private final CompletableFuture<Void> closed;
    private final Calibration calibration;
    private final Signature signature;

    PredictionQueue(
            ServableModel model, Calibration calibration, BatchQueue<Sample, Outcome> queue, BatchMetrics metrics) {
        this.queue = queue;
        this.closed = queue.ended().thenRun(() -> {
            metrics.over();
            model.close();
        });
        this.calibration = calibration;
        this.signature = new Signature(model.form(), model.summary().labels(), model.choosesLabels());
    }

    /** What its model takes and gives. */
    public Signature signature() {
        return signature;
    }

    /** How the model was found to compute best. */
    public Calibration calibration() {
        return calibration;
    }

    /**
     * Computes the inputs of a call; blocks the (virtual) thread of its request.
     *
     * @param patience how long it may wait and run
     * @return an outcome for each input, in their order
     * @throws QueueFullException at once, if too many inputs wait already
     * @throws QueueRetiredException if the model is being let go
     * @throws TimeoutException if that was too short; what has not been run by then never is
     * @throws InterruptedException if the waiting thread was interrupted
     */
    public List<Outcome> predict(List<Sample> inputs, Duration patience)
            throws QueueFullException, QueueRetiredException, TimeoutException, InterruptedException {
        CompletableFuture<List<Outcome>> answer = queue.submit(inputs);
        try {
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a batch failed as a whole", e.getCause());
        } finally {
            answer.cancel(false);
        }
    }

    /** Takes no more calls. Those it has are answered, then the model's memory is freed. */
    public void retire() {
        queue.retire();
    }

    /** Completes when the model's memory is free. */
    public CompletableFuture<Void> closed() {
        return closed;
    }
}
