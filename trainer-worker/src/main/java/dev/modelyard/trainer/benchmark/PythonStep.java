package dev.modelyard.trainer.benchmark;

import java.io.IOException;
import java.util.Optional;

/** The same step in plain PyTorch. */
enum PythonStep {
    SMALL("resnet-compact-175k", 16),
    LARGE("resnet-compact-697k", 32);

    private static final String SCRIPT = "pytorch_step.py";

    private final String network;
    private final int width;

    PythonStep(String network, int width) {
        this.network = network;
        this.width = width;
    }

    String network() {
        return network;
    }

    /** Empty where there is no Python with torch. */
    Optional<Double> medianMilliseconds(int threads) throws IOException, InterruptedException {
        return PythonScript.run(SCRIPT, width, threads).map(figures -> figures[0]);
    }
}
