package dev.modelyard.inference;

import dev.modelyard.modellibrary.preprocessing.Prepared;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.networks.weights.Weights;
import java.util.Arrays;

/** What the networks of {@link SampleModel} answer, computed in plain Java. */
public final class ByHand {
    private ByHand() {}

    /** {@code weight · features + bias}. */
    public static double[] linear(Weights weights, String node, double... features) {
        float[] matrix = floats(weights.get(node + ".weight"));
        float[] bias = floats(weights.get(node + ".bias"));
        double[] outputs = new double[bias.length];
        for (int row = 0; row < outputs.length; row++) {
            outputs[row] = bias[row];
            for (int column = 0; column < features.length; column++) {
                outputs[row] += matrix[row * features.length + column] * features[column];
            }
        }
        return outputs;
    }

    /** The weighted sum of the rows of a table, and the bias. */
    public static double[] bag(Weights weights, String node, Prepared.Bag bag) {
        float[] table = floats(weights.get(node + ".weight"));
        float[] bias = floats(weights.get(node + ".bias"));
        double[] outputs = new double[bias.length];
        for (int column = 0; column < outputs.length; column++) {
            outputs[column] = bias[column];
            for (int i = 0; i < bag.ids().length; i++) {
                outputs[column] += table[bag.ids()[i] * outputs.length + column] * bag.weights()[i];
            }
        }
        return outputs;
    }

    public static double[] softmax(double... logits) {
        double largest = Arrays.stream(logits).max().orElseThrow();
        double[] powers =
                Arrays.stream(logits).map(logit -> Math.exp(logit - largest)).toArray();
        double sum = Arrays.stream(powers).sum();
        return Arrays.stream(powers).map(power -> power / sum).toArray();
    }

    private static float[] floats(Tensor tensor) {
        var buffer = tensor.data().asFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }
}
