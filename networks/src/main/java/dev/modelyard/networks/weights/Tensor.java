package dev.modelyard.networks.weights;

import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Numbers in row-major order, at most 2 GiB of them. The data is read only and little-endian; each call of {@link #data()}
 * answers a buffer of its own, from the first byte to the last.
 */
public record Tensor(ElementType type, Shape shape, ByteBuffer data) {
    public Tensor {
        data = data.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        long wanted = Math.multiplyExact(shape.elements(), type.bytes());
        if (data.remaining() != wanted) {
            throw new IllegalArgumentException(
                    "a tensor " + type + shape + " has " + wanted + " bytes, not " + data.remaining());
        }
    }

    /** An f32 tensor of copied values. */
    public static Tensor of(Shape shape, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return new Tensor(ElementType.F32, shape, bytes);
    }

    /** An f32 tensor of copied values. */
    public static Tensor of(Shape shape, List<Float> values) {
        float[] numbers = new float[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values.get(i);
        }
        return of(shape, numbers);
    }

    /** An i64 tensor of copied values. */
    public static Tensor of(Shape shape, long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Long.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return new Tensor(ElementType.I64, shape, bytes);
    }

    @Override
    public ByteBuffer data() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * A copy of the numbers as floats.
     *
     * @throws IllegalStateException if the elements are not floating point
     */
    public float[] toFloats() {
        float[] values = new float[Math.toIntExact(shape.elements())];
        switch (type) {
            case F32 -> floats().get(values);
            case F16 -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = Float.float16ToFloat(data.getShort(2 * i));
                }
            }
            case BF16 -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = Float.intBitsToFloat(data.getShort(2 * i) << 16);
                }
            }
            case I64, I32, I8, U8, BOOL -> throw new IllegalStateException("a tensor " + type + " has no floats");
        }
        return values;
    }

    private FloatBuffer floats() {
        return data().asFloatBuffer();
    }
}
