package dev.modelyard.trainer.benchmark;

import java.io.IOException;
import java.util.Optional;

/**
 * The same encoder in plain PyTorch.
 *
 * @param step milliseconds of a training step
 * @param one milliseconds of the prediction of one text
 * @param many milliseconds of the prediction of a batch
 */
record PythonEncoder(double step, double one, double many) {
    /** Empty where there is no Python with torch. */
    static Optional<PythonEncoder> measure(int threads) throws IOException, InterruptedException {
        return PythonScript.run("pytorch_encoder.py", Encoder.BATCH, Encoder.LENGTH, threads)
                .map(figures -> new PythonEncoder(figures[0], figures[1], figures[2]));
    }
}
