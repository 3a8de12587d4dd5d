package dev.modelyard.networks.graph;

import java.util.List;

/**
 * Rows of a table by their ids (i64): one more axis, of the table's width. The one parameter, not decayed: the table, rows × width, named
 * like other layers' weight.
 */
public record Embedding(String name, String input, int rows, int width, Initialization initialization) implements Node {
    public Embedding {
        Check.name("node", name);
        Check.positive(name, "rows", rows);
        Check.positive(name, "width", width);
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }
}
