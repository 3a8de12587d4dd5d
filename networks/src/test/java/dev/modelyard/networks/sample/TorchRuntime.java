package dev.modelyard.networks.sample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.ParameterSpec;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.torchscript.TorchNames;
import dev.modelyard.networks.weights.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;

/** A rendered network loaded into libtorch. */
public final class TorchRuntime implements AutoCloseable {
    private final NDManager manager = NDManager.newBaseManager("PyTorch");
    private final Network network;
    private final PtSymbolBlock block;

    public TorchRuntime(Network network, byte[] archive) {
        this.network = network;
        try {
            block = JniUtils.loadModule((PtNDManager) manager, new ByteArrayInputStream(archive), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Results by output. */
    public SequencedMap<String, Tensor> run(SequencedMap<String, Tensor> inputs, boolean training) {
        try (NDManager step = manager.newSubManager()) {
            JniUtils.setGradMode(false);
            return results(forward(step, inputs, training));
        }
    }

    /** Gradients by parameter of a random weighting of all results, in training mode: the engine keeps none otherwise. */
    public SequencedMap<String, float[]> gradients(SequencedMap<String, Tensor> inputs) {
        try (NDManager step = manager.newSubManager()) {
            JniUtils.setGradMode(true);
            try {
                Random random = new Random(1);
                NDArray loss = step.zeros(new ai.djl.ndarray.types.Shape());
                for (NDArray result : forward(step, inputs, true)) {
                    float[] factors = new float[(int) result.getShape().size()];
                    for (int i = 0; i < factors.length; i++) {
                        factors[i] = (float) random.nextGaussian();
                    }
                    loss = loss.add(
                            result.mul(step.create(factors, result.getShape())).sum());
                }
                JniUtils.backward((PtNDArray) loss, (PtNDArray) step.ones(loss.getShape()), false, false);
            } finally {
                JniUtils.setGradMode(false);
            }
            SequencedMap<String, float[]> gradients = new LinkedHashMap<>();
            Map<String, NDArray> parameters = parameters();
            for (ParameterSpec parameter : network.parameters()) {
                NDArray array = parameters.get(parameter.name());
                if (array != null && parameter.trainable()) {
                    NDArray gradient = array.getGradient();
                    gradient.attach(step);
                    NDArray dense = gradient.isSparse() ? gradient.toDense() : gradient;
                    gradients.put(parameter.name(), dense.toFloatArray());
                }
            }
            return gradients;
        }
    }

    /** The module's parameters and running statistics by the names of the network. */
    public SequencedMap<String, NDArray> parameters() {
        SequencedMap<String, NDArray> parameters = new LinkedHashMap<>();
        for (var parameter : block.getParameters()) {
            TorchNames.parameter(parameter.getValue().getName())
                    .ifPresent(name -> parameters.put(name, parameter.getValue().getArray()));
        }
        return parameters;
    }

    @Override
    public void close() {
        block.close();
        manager.close();
    }

    private List<NDArray> forward(NDManager step, SequencedMap<String, Tensor> inputs, boolean training) {
        NDList arrays = new NDList();
        inputs.values().forEach(tensor -> arrays.add(array(step, tensor)));
        NDList results = block.forward(new ParameterStore(manager, false), arrays, training);
        results.attach(step);
        return results;
    }

    private static NDArray array(NDManager manager, Tensor tensor) {
        var shape = new ai.djl.ndarray.types.Shape(tensor.shape().toArray());
        DataType type = tensor.type() == ElementType.I64 ? DataType.INT64 : DataType.FLOAT32;
        return manager.create(tensor.data(), shape, type);
    }

    private SequencedMap<String, Tensor> results(List<NDArray> arrays) {
        SequencedMap<String, Tensor> results = new LinkedHashMap<>();
        for (int i = 0; i < arrays.size(); i++) {
            NDArray array = arrays.get(i);
            Shape shape = Shape.of(array.getShape().getShape());
            results.put(network.outputs().get(i), Tensor.of(shape, array.toFloatArray()));
        }
        return results;
    }
}
