package dev.modelyard.networks.torchscript;

import dev.modelyard.networks.graph.Extent;
import dev.modelyard.networks.graph.Node;
import dev.modelyard.networks.weights.Tensor;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Statements of a {@code forward} under construction, and the constants that they name. */
final class ScriptText {
    private final StringBuilder statements = new StringBuilder();
    private final SequencedMap<String, Tensor> constants = new LinkedHashMap<>();

    String statements() {
        return statements.toString();
    }

    /** Tensors that belong to nodes and are no parameters. */
    SequencedMap<String, Tensor> constants() {
        return constants;
    }

    /** Adds whole lines. */
    void append(String lines) {
        statements.append(lines);
    }

    void statement(String target, String expression) {
        statements
                .append("    ")
                .append(target)
                .append(" = ")
                .append(expression)
                .append('\n');
    }

    /** Keeps a tensor and answers the expression for it. */
    String constant(Node node, String which, Tensor tensor) {
        String name = TorchNames.constant(node.name(), which);
        constants.put(name, tensor);
        return "self." + name;
    }

    static String self(Node node, String which) {
        return "self." + TorchNames.attribute(node.name() + "." + which);
    }

    static String call(String operation, String... arguments) {
        return "torch." + operation + "(" + String.join(", ", arguments) + ")";
    }

    static String pair(Extent extent) {
        return "[" + extent.height() + ", " + extent.width() + "]";
    }

    static String number(double value) {
        return Double.toString(value);
    }
}
