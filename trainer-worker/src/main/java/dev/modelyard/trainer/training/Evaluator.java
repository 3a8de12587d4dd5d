package dev.modelyard.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.concurrent.ExecutorService;

/** Scores a network on examples, in evaluation mode. */
final class Evaluator {
    private static final int BATCH = 128;

    private final NDManager manager;
    private final ExecutorService preparation;
    private final int depth;
    private final Runnable interruption;

    /**
     * @param interruption asked before every batch; throws where the run must end
     */
    Evaluator(NDManager manager, ExecutorService preparation, int depth, Runnable interruption) {
        this.manager = manager;
        this.preparation = preparation;
        this.depth = depth;
        this.interruption = interruption;
    }

    Scores score(LiveNetwork network, int answer, Examples examples, Scoring scoring) {
        try (BatchStream batches =
                new BatchStream(EpochOrder.sequential(examples.size(), BATCH), examples::batch, preparation, depth)) {
            while (batches.hasNext()) {
                interruption.run();
                Batch batch = batches.next();
                try (NDManager step = manager.newSubManager()) {
                    NDArray output =
                            network.forward(step, batch.inputs(), false).get(answer);
                    scoring.add(Scripts.tensor(output), batch.target());
                }
            }
        }
        return scoring.scores();
    }
}
