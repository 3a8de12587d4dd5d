package dev.modelyard.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.ParameterSpec;
import dev.modelyard.networks.safetensors.Safetensors;
import dev.modelyard.networks.safetensors.SafetensorsFile;
import dev.modelyard.networks.torchscript.RenderOptions;
import dev.modelyard.networks.torchscript.TorchNames;
import dev.modelyard.networks.torchscript.TorchScript;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.networks.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/** A network in libtorch: its TorchScript rendering and the tensors it computes with. For one thread. */
final class LiveNetwork implements AutoCloseable {
    private final Network network;
    private final NDManager manager;
    private final PtSymbolBlock block;
    private final ParameterStore store;
    private final SequencedMap<String, PtNDArray> tensors = new LinkedHashMap<>();

    /** Loads the rendering of {@link Network#forTraining()}; its outputs are the training outputs, then the others. */
    LiveNetwork(NDManager parent, Network network, Weights weights, RenderOptions options) {
        this.network = network.forTraining();
        this.manager = parent.newSubManager();
        this.block = Scripts.load(manager, TorchScript.module(this.network, weights, options));
        this.store = new ParameterStore(manager, false);
        Map<String, PtNDArray> attributes = new HashMap<>();
        for (NDArray array : JniUtils.moduleGetParams(block, (PtNDManager) manager)) {
            attributes.put(array.getName(), (PtNDArray) array);
        }
        for (ParameterSpec parameter : this.network.parameters()) {
            PtNDArray tensor = Objects.requireNonNull(
                    attributes.get(TorchNames.attribute(parameter.name())), () -> "no tensor " + parameter.name());
            JniUtils.attachGradient(tensor, parameter.trainable());
            tensors.put(parameter.name(), tensor);
        }
    }

    Network network() {
        return network;
    }

    /** Which of its outputs is the answer of the trained network. */
    int answer(Network whole) {
        return network.outputs().indexOf(whole.outputs().getFirst());
    }

    /** The tensor of a parameter; gradients and optimisers work on it in place. */
    PtNDArray tensor(String parameter) {
        return Objects.requireNonNull(tensors.get(parameter), parameter);
    }

    /** Runs it on inputs; the outputs belong to the given manager. */
    NDList forward(NDManager step, List<Tensor> inputs, boolean training) {
        NDList arrays = new NDList();
        inputs.forEach(input -> arrays.add(Scripts.array(step, input)));
        NDList outputs = block.forward(store, arrays, training);
        outputs.attach(step);
        return outputs;
    }

    /** A copy of all parameters as they are now. */
    Weights weights() {
        SequencedMap<String, Tensor> copies = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> copies.put(name, Scripts.tensor(tensor)));
        return new Weights(copies);
    }

    /** Writes all parameters as they are now, one after the other. */
    void write(Path file) throws IOException {
        SequencedMap<String, Safetensors.Layout> layouts = new LinkedHashMap<>();
        for (ParameterSpec parameter : network.parameters()) {
            layouts.put(parameter.name(), new Safetensors.Layout(ElementType.F32, parameter.shape()));
        }
        Safetensors.write(layouts, name -> Scripts.tensor(tensor(name)), file);
    }

    /**
     * Overwrites all parameters by those of a file.
     *
     * @throws dev.modelyard.networks.safetensors.SafetensorsException if one is not there
     */
    void load(Path file) throws IOException {
        try (SafetensorsFile saved = SafetensorsFile.open(file)) {
            for (ParameterSpec parameter : network.parameters()) {
                Scripts.copy(saved.tensor(parameter.name()), tensor(parameter.name()), manager);
            }
        }
    }

    /** Overwrites all parameters. */
    void load(Weights weights) {
        weights.requireFor(network);
        tensors.forEach((name, tensor) -> Scripts.copy(weights.get(name), tensor, manager));
    }

    @Override
    public void close() {
        block.close();
        manager.close();
    }
}
