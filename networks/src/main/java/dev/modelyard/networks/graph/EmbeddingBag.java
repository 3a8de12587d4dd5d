package dev.modelyard.networks.graph;

import java.util.List;

/**
 * The weighted sum of rows of a table: ids (i64, batch × length) and their weights (f32, the same shape) to batch ×
 * width. Pad with id 0 and weight 0. Parameters, not decayed: the table, rows × width,
 * named like other layers' weight, and {@code bias} if asked for, which begins at zero and is added to every sum.
 *
 * @param ids the name of the ids
 * @param weights the name of the weights
 * @param sparseGradient whether the gradient of the table is a sparse tensor of the rows used
 */
public record EmbeddingBag(
        String name,
        String ids,
        String weights,
        int rows,
        int width,
        boolean bias,
        boolean sparseGradient,
        Initialization initialization)
        implements Node {
    public EmbeddingBag {
        Check.name("node", name);
        Check.positive(name, "rows", rows);
        Check.positive(name, "width", width);
    }

    @Override
    public List<String> inputs() {
        return List.of(ids, weights);
    }
}
