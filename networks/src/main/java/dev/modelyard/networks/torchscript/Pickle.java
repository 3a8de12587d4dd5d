package dev.modelyard.networks.torchscript;

import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.weights.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes the few opcodes of Python's pickle protocol 2 that a TorchScript archive needs. */
final class Pickle {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Pickle() {
        opcodes(0x80, 2);
    }

    /** An object of a class of the archive's code; attributes follow as name and value. */
    Pickle beginObject(String module, String name) {
        return global(module, name).opcodes(')', 0x81, '}', '(');
    }

    Pickle endObject() {
        return opcodes('u', 'b');
    }

    Pickle emptyTuple() {
        return opcodes(')');
    }

    Pickle bool(boolean value) {
        return opcodes(value ? 0x88 : 0x89);
    }

    Pickle string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        opcodes('X').little(utf8.length, Integer.BYTES);
        bytes.writeBytes(utf8);
        return this;
    }

    Pickle integer(long value) {
        if (value == (int) value) {
            return opcodes('J').little(value, Integer.BYTES);
        }
        return opcodes(0x8a, Long.BYTES).little(value, Long.BYTES);
    }

    /** A tensor whose data is the archive's entry {@code data/<key>}. */
    Pickle tensor(String key, Tensor tensor, boolean trainable) {
        global("torch._utils", "_rebuild_tensor_v2").opcodes('(', '(');
        string("storage").global("torch", storage(tensor)).string(key).string("cpu");
        integer(tensor.shape().elements()).opcodes('t', 'Q');
        integer(0).tuple(tensor.shape().sizes()).tuple(strides(tensor.shape()));
        bool(trainable).global("collections", "OrderedDict").opcodes(')', 'R');
        return opcodes('t', 'R');
    }

    ByteBuffer end() {
        opcodes('.');
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    private static String storage(Tensor tensor) {
        return switch (tensor.type()) {
            case F32 -> "FloatStorage";
            case F16 -> "HalfStorage";
            case BF16 -> "BFloat16Storage";
            case I64 -> "LongStorage";
            case I32 -> "IntStorage";
            case I8 -> "CharStorage";
            case U8 -> "ByteStorage";
            case BOOL -> "BoolStorage";
        };
    }

    private static List<Long> strides(Shape shape) {
        List<Long> strides = new ArrayList<>();
        long stride = 1;
        for (long size : shape.sizes().reversed()) {
            strides.addFirst(stride);
            stride *= size;
        }
        return strides;
    }

    private Pickle tuple(List<Long> values) {
        opcodes('(');
        values.forEach(this::integer);
        return opcodes('t');
    }

    private Pickle global(String module, String name) {
        opcodes('c');
        bytes.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    private Pickle opcodes(int... codes) {
        for (int code : codes) {
            bytes.write(code);
        }
        return this;
    }

    private Pickle little(long value, int length) {
        ByteBuffer little =
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
        bytes.write(little.array(), 0, length);
        return this;
    }
}
