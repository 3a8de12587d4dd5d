package dev.modelyard.trainer.training;

import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.weights.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Examples that each step of training sees twice, varied anew: the second half of a batch are the examples of the first. */
record Doubled(Examples examples) implements Examples {
    @Override
    public int size() {
        return examples.size();
    }

    @Override
    public Batch batch(int[] indexes) {
        return twice(examples.batch(indexes), examples.batch(indexes));
    }

    @Override
    public Batch batch(int[] indexes, Variation variation) {
        return twice(examples.batch(indexes, variation), examples.batch(indexes, variation.again()));
    }

    private static Batch twice(Batch first, Batch second) {
        List<Tensor> inputs = new ArrayList<>();
        for (int i = 0; i < first.inputs().size(); i++) {
            inputs.add(stacked(first.inputs().get(i), second.inputs().get(i)));
        }
        return new Batch(inputs, first.target());
    }

    /** One below the other; where their lengths on axis 1 differ the shorter is padded with zeros, as all our inputs are. */
    private static Tensor stacked(Tensor first, Tensor second) {
        int rows = Math.toIntExact(first.shape().size(0));
        int length = Math.max(row(first), row(second));
        Shape shape = (first.shape().elements() >= second.shape().elements() ? first : second)
                .shape()
                .with(0, 2L * rows);
        ByteBuffer bytes = ByteBuffer.allocateDirect(2 * rows * length).order(ByteOrder.nativeOrder());
        put(first, bytes, 0, length);
        put(second, bytes, rows * length, length);
        return new Tensor(first.type(), shape, bytes.rewind());
    }

    private static void put(Tensor tensor, ByteBuffer into, int begin, int length) {
        ByteBuffer data = tensor.data();
        int row = row(tensor);
        for (int i = 0; i < tensor.shape().size(0); i++) {
            into.put(begin + i * length, data, i * row, row);
        }
    }

    /** Bytes of one example. */
    private static int row(Tensor tensor) {
        return Math.toIntExact(tensor.shape().elements() / tensor.shape().size(0))
                * tensor.type().bytes();
    }
}
