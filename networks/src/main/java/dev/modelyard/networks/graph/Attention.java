package dev.modelyard.networks.graph;

import java.util.List;

/**
 * Scaled dot-product attention in several heads (Vaswani et al. 2017), without the maps before and after it: each place of the query
 * takes a mean of the values, weighted by how its query agrees with their keys. All three are batch × places × width; a head has an equal
 * part of the width.
 *
 * @param mask 0 where there is none to see: i64, batch × places of the keys, or f32, batch × places of the queries × places of the keys;
 *     each query must see one
 * @param dropout probability in training that a weight is zero
 */
public record Attention(
        String name, String query, String key, String value, String mask, int width, int heads, double dropout)
        implements Node {
    public Attention {
        Check.name("node", name);
        Check.positive(name, "width", width);
        Check.positive(name, "heads", heads);
        Check.that(width % heads == 0, name, "heads must divide the width");
        Check.that(dropout >= 0 && dropout < 1, name, "dropout must be at least 0 and below 1");
    }

    @Override
    public List<String> inputs() {
        return List.of(query, key, value, mask);
    }
}
