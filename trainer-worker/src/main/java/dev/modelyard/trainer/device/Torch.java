package dev.modelyard.trainer.device;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;

/**
 * The settings of libtorch in this process. Threads that wait must not spin, or other load makes a step ten times slower; that
 * is {@code OMP_WAIT_POLICY=PASSIVE} and {@code GOMP_SPINCOUNT=10000} in the environment, which only the launcher can set.
 */
public final class Torch {
    private Torch() {}

    /** Makes the calling thread ready for native work with that many processor threads. Loads the engine if need be. */
    public static void use(int threads) {
        Engine.getInstance();
        JniUtils.setNumThreads(threads);
        // The optimiser of graphs re-plans whenever a shape changes and answers differently in its first runs than
        // later.
        JniUtils.setGraphExecutorOptimize(false);
        // A new thread begins in grad mode; the training loop turns it on for each step alone.
        JniUtils.setGradMode(false);
    }
}
