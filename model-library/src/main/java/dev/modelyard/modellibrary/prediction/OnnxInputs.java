package dev.modelyard.modellibrary.prediction;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.modelyard.modellibrary.preprocessing.Batches;
import dev.modelyard.modellibrary.preprocessing.Prepared;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.weights.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The inputs of a session: their names, and batches as native tensors. */
final class OnnxInputs {
    private final List<String> names;
    private final Shape sample;

    private OnnxInputs(List<String> names, Shape sample) {
        this.names = names;
        this.sample = sample;
    }

    static OnnxInputs of(OrtSession session) throws OrtException {
        Map<String, NodeInfo> inputs = session.getInputInfo();
        NodeInfo first = inputs.values().iterator().next();
        long[] sizes = ((TensorInfo) first.getInfo()).getShape();
        return new OnnxInputs(
                List.copyOf(inputs.keySet()),
                Shape.of(Arrays.stream(sizes).skip(1).map(Math::abs).toArray()));
    }

    /** One batch; the caller closes its tensors. */
    Map<String, OnnxTensor> batch(List<Prepared> samples) throws OrtException {
        List<Tensor> tensors = Batches.of(samples, sample);
        Map<String, OnnxTensor> batch = new LinkedHashMap<>();
        List<OnnxTensor> made = new ArrayList<>();
        try {
            for (int i = 0; i < names.size(); i++) {
                OnnxTensor tensor = tensor(tensors.get(i));
                made.add(tensor);
                batch.put(names.get(i), tensor);
            }
            return batch;
        } catch (OrtException | RuntimeException e) {
            made.forEach(OnnxTensor::close);
            throw e;
        }
    }

    private static OnnxTensor tensor(Tensor tensor) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] shape = tensor.shape().toArray();
        return switch (tensor.type()) {
            case F32 -> OnnxTensor.createTensor(environment, tensor.data().asFloatBuffer(), shape);
            case I64 -> OnnxTensor.createTensor(environment, tensor.data().asLongBuffer(), shape);
            case F16, BF16, I32, I8, U8, BOOL ->
                throw new IllegalArgumentException("networks take no inputs of type " + tensor.type());
        };
    }
}
