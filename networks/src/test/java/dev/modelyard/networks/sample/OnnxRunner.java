package dev.modelyard.networks.sample;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.weights.Tensor;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** A rendered network loaded into ONNX Runtime. */
public final class OnnxRunner implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    public OnnxRunner(byte[] model) throws OrtException {
        session = environment.createSession(model);
    }

    /** Results by output, in their order. */
    public SequencedMap<String, Tensor> run(SequencedMap<String, Tensor> inputs) throws OrtException {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        try {
            for (var input : inputs.entrySet()) {
                tensors.put(input.getKey(), tensor(input.getValue()));
            }
            try (OrtSession.Result result = session.run(tensors)) {
                SequencedMap<String, Tensor> results = new LinkedHashMap<>();
                for (var output : result) {
                    results.put(output.getKey(), tensor((OnnxTensor) output.getValue()));
                }
                return results;
            }
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }

    private OnnxTensor tensor(Tensor tensor) throws OrtException {
        long[] shape = tensor.shape().toArray();
        return tensor.type() == ElementType.I64
                ? OnnxTensor.createTensor(environment, tensor.data().asLongBuffer(), shape)
                : OnnxTensor.createTensor(environment, tensor.data().asFloatBuffer(), shape);
    }

    private static Tensor tensor(OnnxTensor tensor) {
        FloatBuffer floats = tensor.getFloatBuffer();
        float[] values = new float[floats.remaining()];
        floats.get(values);
        return Tensor.of(Shape.of(tensor.getInfo().getShape()), values);
    }
}
