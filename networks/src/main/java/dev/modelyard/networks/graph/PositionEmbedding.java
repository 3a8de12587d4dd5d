package dev.modelyard.networks.graph;

import java.util.List;

/**
 * Adds to each place (axis 1) of batch × places × width a vector that is learnt for it. The one parameter, not decayed: a row for each
 * place there may be, rows × width, named like other layers' weight.
 *
 * @param offset the row of the first place; RoBERTa begins with the row 2
 */
public record PositionEmbedding(
        String name, String input, int rows, int width, int offset, Initialization initialization) implements Node {
    public PositionEmbedding {
        Check.name("node", name);
        Check.positive(name, "rows", rows);
        Check.positive(name, "width", width);
        Check.that(offset >= 0 && offset < rows, name, "offset must be at least 0 and below the number of rows");
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }
}
