package dev.modelyard.networks.onnx;

import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Linear;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.weights.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * The weights of a linear layer in eight bits. Blocks of a row have a scale each, the largest of their numbers over 127, so that one large
 * number costs only its neighbours precision. The layout is that of ONNX Runtime's operator MatMulNBits.
 *
 * @param values u8, outputs × blocks × {@code block}: the weight over the scale of its block, rounded, plus 128
 * @param scales f32, outputs × blocks
 * @param block weights in a block, a power of two from 16 to 128 that divides the inputs
 */
record BlockQuantized(Tensor values, Tensor scales, int block) {
    private static final int LARGEST_BLOCK = 128;
    private static final int SMALLEST_BLOCK = 16;
    /** Layers with fewer outputs are not worth it: they are a network's last. */
    private static final int FEWEST_OUTPUTS = 16;

    private static final int MOST = 127;
    private static final int ZERO = 128;

    /** Whether a layer's weights can be held so. */
    static boolean fits(Linear linear) {
        return linear.outputSize() >= FEWEST_OUTPUTS && block(linear.inputSize()) >= SMALLEST_BLOCK;
    }

    /**
     * Rounds the weights of a layer that {@link #fits}.
     *
     * @param weight f32, outputs × inputs
     */
    static BlockQuantized of(Tensor weight) {
        int outputs = Math.toIntExact(weight.shape().size(0));
        int inputs = Math.toIntExact(weight.shape().size(1));
        int block = block(inputs);
        int blocks = inputs / block;
        FloatBuffer numbers = weight.data().asFloatBuffer();
        ByteBuffer values = ByteBuffer.allocate(Math.multiplyExact(outputs, inputs));
        ByteBuffer scales = ByteBuffer.allocate(outputs * blocks * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        float[] row = new float[block];
        while (numbers.hasRemaining()) {
            numbers.get(row);
            float scale = largest(row) / MOST;
            scales.putFloat(scale);
            for (float number : row) {
                values.put((byte) (ZERO + (scale == 0 ? 0 : Math.round(number / scale))));
            }
        }
        return new BlockQuantized(
                new Tensor(ElementType.U8, Shape.of(outputs, blocks, block), values.flip()),
                new Tensor(ElementType.F32, Shape.of(outputs, blocks), scales.flip()),
                block);
    }

    private static int block(int inputs) {
        return Math.min(LARGEST_BLOCK, Integer.lowestOneBit(inputs));
    }

    private static float largest(float[] numbers) {
        float largest = 0;
        for (float number : numbers) {
            largest = Math.max(largest, Math.abs(number));
        }
        return largest;
    }
}
