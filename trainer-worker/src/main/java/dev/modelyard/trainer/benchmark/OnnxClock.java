package dev.modelyard.trainer.benchmark;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.modelyard.networks.weights.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long ONNX Runtime takes for a network whose inputs are whole numbers. */
final class OnnxClock {
    private OnnxClock() {}

    static double medianMilliseconds(Path model, List<Tensor> inputs, int threads, int warmUp, int measured) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            try (OrtSession session = environment.createSession(model.toString(), options)) {
                Map<String, OnnxTensor> batch = new LinkedHashMap<>();
                Iterator<String> names = session.getInputInfo().keySet().iterator();
                for (Tensor input : inputs) {
                    batch.put(
                            names.next(),
                            OnnxTensor.createTensor(
                                    environment,
                                    input.data().asLongBuffer(),
                                    input.shape().toArray()));
                }
                double[] times = new double[warmUp + measured];
                for (int i = 0; i < times.length; i++) {
                    long begun = System.nanoTime();
                    session.run(batch).close();
                    times[i] = (System.nanoTime() - begun) / 1e6;
                }
                batch.values().forEach(OnnxTensor::close);
                double[] sorted = Arrays.stream(times).skip(warmUp).sorted().toArray();
                return sorted[sorted.length / 2];
            }
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
