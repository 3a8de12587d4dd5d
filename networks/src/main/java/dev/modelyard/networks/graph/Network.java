package dev.modelyard.networks.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network as data. Renderings, shape inference and initial weights are functions over it.
 *
 * @param inputs what callers give, in the order renderings take them
 * @param nodes each after the nodes it takes from
 * @param outputs what a trained network answers, by name of a node (probabilities, values)
 * @param trainingOutputs what a loss is computed on, by name of a node (logits, one for each member of an ensemble)
 */
public record Network(List<Input> inputs, List<Node> nodes, List<String> outputs, List<String> trainingOutputs) {
    public Network {
        inputs = List.copyOf(inputs);
        nodes = List.copyOf(nodes);
        outputs = List.copyOf(outputs);
        trainingOutputs = List.copyOf(trainingOutputs);
        requireNamesInOrder(inputs, nodes);
        nodes.forEach(Network::requireSizes);
        requireOutputs("outputs", outputs, nodes);
        requireOutputs("training_outputs", trainingOutputs, nodes);
    }

    /** A network whose loss is computed on its outputs. */
    public Network(List<Input> inputs, List<Node> nodes, List<String> outputs) {
        this(inputs, nodes, outputs, outputs);
    }

    /** All parameters, in the order of their nodes; see {@link ParameterSpec#trainable()}. */
    public List<ParameterSpec> parameters() {
        return nodes.stream().flatMap(node -> NodeParameters.of(node).stream()).toList();
    }

    /** Parameters of one node. */
    public static List<ParameterSpec> parametersOf(Node node) {
        return NodeParameters.of(node);
    }

    /** The same network asked for other outputs, for inference and training alike, without the nodes that none of them needs. */
    public Network withOutputs(List<String> wanted) {
        Set<String> needed = new HashSet<>(wanted);
        List<Node> kept = new ArrayList<>();
        for (Node node : nodes.reversed()) {
            if (needed.contains(node.name())) {
                needed.addAll(node.inputs());
                kept.addFirst(node);
            }
        }
        return new Network(inputs, kept, wanted, wanted);
    }

    /** The network that only answers: {@link #outputs()} and what they need. */
    public Network forInference() {
        return withOutputs(outputs);
    }

    /** The network a training loop runs: first the training outputs, then those outputs that are not among them. */
    public Network forTraining() {
        Set<String> wanted = new LinkedHashSet<>(trainingOutputs);
        wanted.addAll(outputs);
        return withOutputs(List.copyOf(wanted));
    }

    /** Nodes by name, in order. */
    public Map<String, Node> nodesByName() {
        Map<String, Node> byName = new LinkedHashMap<>();
        nodes.forEach(node -> byName.put(node.name(), node));
        return byName;
    }

    /** A tensor lies in one buffer, which holds 2 GiB. */
    private static void requireSizes(Node node) {
        try {
            for (ParameterSpec parameter : NodeParameters.of(node)) {
                Math.toIntExact(parameter.shape().elements() * Float.BYTES);
            }
        } catch (ArithmeticException e) {
            throw new InvalidNetworkException(node.name() + ": has a parameter of more than 2 GiB", e);
        }
    }

    private static void requireNamesInOrder(List<Input> inputs, List<Node> nodes) {
        if (inputs.isEmpty() || nodes.isEmpty()) {
            throw new InvalidNetworkException("network: inputs and nodes must not be empty");
        }
        Set<String> known = new HashSet<>();
        for (Input input : inputs) {
            requireNew(known, input.name());
        }
        for (Node node : nodes) {
            for (String input : node.inputs()) {
                if (!known.contains(input)) {
                    throw new InvalidNetworkException(
                            node.name() + ": input '" + input + "' is neither an input nor an earlier node");
                }
            }
            requireNew(known, node.name());
        }
    }

    private static void requireNew(Set<String> known, String name) {
        if (!known.add(name)) {
            throw new InvalidNetworkException("network: the name '" + name + "' is used twice");
        }
    }

    private static void requireOutputs(String field, List<String> outputs, List<Node> nodes) {
        Set<String> names = new HashSet<>();
        nodes.forEach(node -> names.add(node.name()));
        if (outputs.isEmpty() || new HashSet<>(outputs).size() != outputs.size() || !names.containsAll(outputs)) {
            throw new InvalidNetworkException(
                    "network: " + field + " must be different names of nodes, not " + outputs);
        }
    }
}
