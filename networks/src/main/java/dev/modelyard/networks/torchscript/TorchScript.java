package dev.modelyard.networks.torchscript;

import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.ParameterSpec;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.networks.weights.Weights;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Networks as TorchScript. {@code forward} takes the network's inputs in order and answers its outputs: one as a tensor,
 * several as a tuple. The module's training flag decides about batch norm and dropout. Whoever wants the training outputs
 * renders {@link Network#forTraining()}.
 */
public final class TorchScript {
    private TorchScript() {}

    /**
     * The module, ready to be written as a {@code .pt} archive. Trainable parameters require gradients, running statistics
     * are parameters that do not, constants are buffers; {@link TorchNames} says how they are called.
     *
     * @throws dev.modelyard.networks.weights.WeightsMismatchException if the weights are not the network's
     */
    public static ScriptModule module(Network network, Weights weights, RenderOptions options) {
        weights.requireFor(network);
        SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
        SequencedMap<String, Tensor> statistics = new LinkedHashMap<>();
        for (ParameterSpec parameter : network.parameters()) {
            (parameter.trainable() ? parameters : statistics)
                    .put(TorchNames.attribute(parameter.name()), weights.get(parameter.name()));
        }
        ForwardCode code = new ForwardCode(network, options);
        String forward = code.render();
        return new ScriptModule(forward, parameters, statistics, code.constants());
    }

    /** The archive in memory. */
    public static byte[] render(Network network, Weights weights, RenderOptions options) {
        return module(network, weights, options).toBytes();
    }

    /** Writes the archive; the stream stays open. */
    public static void write(Network network, Weights weights, RenderOptions options, OutputStream stream)
            throws IOException {
        module(network, weights, options).write(stream);
    }
}
