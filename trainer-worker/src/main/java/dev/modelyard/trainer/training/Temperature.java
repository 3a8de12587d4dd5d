package dev.modelyard.trainer.training;

import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.Node;
import dev.modelyard.networks.graph.Scale;
import dev.modelyard.networks.graph.Softmax;
import java.util.ArrayList;
import java.util.List;

/** The division of a network's logits by a temperature, before they become probabilities. */
public final class Temperature {
    private static final String NODE = "calibrated";

    private Temperature() {}

    /** Whether a network answers probabilities straight from logits. */
    static boolean appliesTo(Network network) {
        return network.outputs().size() == 1
                && network.nodesByName().get(network.outputs().getFirst()) instanceof Softmax
                && !network.nodesByName().containsKey(NODE);
    }

    /** A network that answers as another does, but for how sure it is. */
    public static Network apply(Network network, double temperature) {
        String answer = network.outputs().getFirst();
        List<Node> nodes = new ArrayList<>();
        for (Node node : network.nodes()) {
            if (node instanceof Softmax softmax && softmax.name().equals(answer)) {
                nodes.add(new Scale(NODE, softmax.input(), List.of((float) (1 / temperature))));
                nodes.add(new Softmax(answer, NODE, softmax.axis()));
            } else {
                nodes.add(node);
            }
        }
        return new Network(network.inputs(), nodes, network.outputs(), network.trainingOutputs());
    }
}
