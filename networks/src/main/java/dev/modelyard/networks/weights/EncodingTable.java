package dev.modelyard.networks.weights;

import dev.modelyard.networks.graph.PiecewiseLinearEncoding;
import dev.modelyard.networks.graph.Shape;
import java.util.List;

/**
 * A piecewise-linear encoding as three rows with a column for each bin, how renderings compute it: clip((x[feature] − lower)
 * / width, 0, 1).
 */
public record EncodingTable(Tensor features, Tensor lower, Tensor width) {
    public static EncodingTable of(PiecewiseLinearEncoding encoding) {
        int bins = encoding.bins();
        long[] features = new long[bins];
        float[] lower = new float[bins];
        float[] width = new float[bins];
        int bin = 0;
        for (int feature = 0; feature < encoding.edges().size(); feature++) {
            List<Float> edges = encoding.edges().get(feature);
            for (int edge = 0; edge + 1 < edges.size(); edge++, bin++) {
                features[bin] = feature;
                lower[bin] = edges.get(edge);
                width[bin] = edges.get(edge + 1) - edges.get(edge);
            }
        }
        Shape shape = Shape.of(bins);
        return new EncodingTable(Tensor.of(shape, features), Tensor.of(shape, lower), Tensor.of(shape, width));
    }
}
