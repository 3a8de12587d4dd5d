package dev.modelyard.networks.graph;

import java.util.List;

/**
 * Each feature of batch × features becomes one number a bin: how much of the bin lies below the value, 0 to 1
 * (Gorishniy et al. 2022, here flat outside the outermost edges). Output: batch × the bins of all features.
 *
 * @param edges for each feature its bin edges, rising, one more than it has bins
 */
public record PiecewiseLinearEncoding(String name, String input, List<List<Float>> edges) implements Node {
    public PiecewiseLinearEncoding {
        Check.name("node", name);
        edges = edges.stream().map(List::copyOf).toList();
        Check.that(!edges.isEmpty(), name, "edges must not be empty");
        for (int feature = 0; feature < edges.size(); feature++) {
            String field = "edges[" + feature + "]";
            List<Float> rising = edges.get(feature);
            Check.allFinite(name, field, rising);
            Check.that(rising.size() >= 2, name, field + " must have at least two edges");
            for (int edge = 1; edge < rising.size(); edge++) {
                Check.that(rising.get(edge - 1) < rising.get(edge), name, field + " must rise");
            }
        }
    }

    /** The bins of all features, the size of its output. */
    public int bins() {
        return edges.stream().mapToInt(rising -> rising.size() - 1).sum();
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }
}
