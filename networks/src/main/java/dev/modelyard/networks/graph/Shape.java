package dev.modelyard.networks.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The sizes of a tensor's axes, outermost first; no axes is a scalar. Sizes are known and not negative. */
public record Shape(List<Long> sizes) {
    public Shape {
        sizes = List.copyOf(sizes);
        for (long size : sizes) {
            if (size < 0) {
                throw new IllegalArgumentException("shape " + sizes + ": sizes must not be negative");
            }
        }
    }

    public static Shape of(long... sizes) {
        return new Shape(Arrays.stream(sizes).boxed().toList());
    }

    public int rank() {
        return sizes.size();
    }

    /** The size of an axis; negative axes count from the end. */
    public long size(int axis) {
        return sizes.get(axis < 0 ? axis + rank() : axis);
    }

    /** The same shape with another size on one axis; negative axes count from the end. */
    public Shape with(int axis, long size) {
        List<Long> changed = new ArrayList<>(sizes);
        changed.set(axis < 0 ? axis + rank() : axis, size);
        return new Shape(changed);
    }

    /**
     * The number of elements.
     *
     * @throws ArithmeticException if it does not fit a long
     */
    public long elements() {
        long elements = 1;
        for (long size : sizes) {
            elements = Math.multiplyExact(elements, size);
        }
        return elements;
    }

    public long[] toArray() {
        return sizes.stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public String toString() {
        return sizes.toString();
    }
}
