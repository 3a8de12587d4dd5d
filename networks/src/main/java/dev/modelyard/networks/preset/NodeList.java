package dev.modelyard.networks.preset;

import dev.modelyard.networks.graph.Node;
import java.util.ArrayList;
import java.util.List;

/** The nodes of a network under construction. */
final class NodeList {
    private final List<Node> nodes = new ArrayList<>();

    /** Adds a node and answers its name, for the next to take. */
    String add(Node node) {
        nodes.add(node);
        return node.name();
    }

    List<Node> nodes() {
        return List.copyOf(nodes);
    }
}
