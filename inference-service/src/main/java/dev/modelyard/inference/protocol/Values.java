package dev.modelyard.inference.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The elements of a tensor, the last axis fastest. */
sealed interface Values {
    int size();

    /** As they are in JSON. */
    List<?> json(DataType type);

    /** As they are in the binary extension. */
    byte[] binary(DataType type);

    /** Numbers of any type. */
    record Numbers(double[] numbers) implements Values {
        @Override
        public int size() {
            return numbers.length;
        }

        @Override
        public List<?> json(DataType type) {
            return type == DataType.INT64
                    ? Arrays.stream(numbers).mapToObj(number -> (long) number).toList()
                    : Arrays.stream(numbers).boxed().toList();
        }

        @Override
        public byte[] binary(DataType type) {
            ByteBuffer bytes = ByteBuffer.allocate(numbers.length * type.size()).order(ByteOrder.LITTLE_ENDIAN);
            for (double number : numbers) {
                switch (type) {
                    case FP32 -> bytes.putFloat((float) number);
                    case FP64 -> bytes.putDouble(number);
                    case INT64 -> bytes.putLong((long) number);
                    default -> throw new IllegalArgumentException("no answer is of type " + type);
                }
            }
            return bytes.array();
        }
    }

    /** Texts or files. */
    record Blobs(List<byte[]> blobs) implements Values {
        public Blobs {
            blobs = List.copyOf(blobs);
        }

        static Blobs of(List<String> texts) {
            return new Blobs(texts.stream()
                    .map(text -> text.getBytes(StandardCharsets.UTF_8))
                    .toList());
        }

        @Override
        public int size() {
            return blobs.size();
        }

        @Override
        public List<?> json(DataType type) {
            return blobs.stream()
                    .map(blob -> new String(blob, StandardCharsets.UTF_8))
                    .toList();
        }

        @Override
        public byte[] binary(DataType type) {
            int length =
                    blobs.stream().mapToInt(blob -> Integer.BYTES + blob.length).sum();
            ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
            blobs.forEach(blob -> bytes.putInt(blob.length).put(blob));
            return bytes.array();
        }
    }
}
