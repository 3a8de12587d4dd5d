package dev.modelyard.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.torchscript.ScriptModule;
import dev.modelyard.networks.weights.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The way between values of {@code networks} and libtorch. */
final class Scripts {
    private Scripts() {}

    /** Loads a module; the caller closes it. */
    static PtSymbolBlock load(NDManager manager, ScriptModule module) {
        try {
            return JniUtils.loadModule((PtNDManager) manager, new ByteArrayInputStream(module.toBytes()), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be read", e);
        }
    }

    /** A tensor in libtorch; direct buffers are used in place. */
    static NDArray array(NDManager manager, Tensor tensor) {
        return manager.create(tensor.data(), new Shape(tensor.shape().toArray()), type(tensor.type()));
    }

    /** Overwrites an array by a tensor of its shape. */
    static void copy(Tensor from, NDArray to, NDManager manager) {
        if (!Arrays.equals(from.shape().toArray(), to.getShape().getShape())) {
            throw new IllegalArgumentException("a tensor " + from.shape() + " where there is one of " + to.getShape());
        }
        try (NDManager copying = manager.newSubManager()) {
            array(copying, from).copyTo(to);
        }
    }

    /** A copy of an f32 array. */
    static Tensor tensor(NDArray array) {
        if (array.getDataType() != DataType.FLOAT32) {
            throw new IllegalArgumentException("not f32: " + array.getDataType());
        }
        ByteBuffer bytes = array.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        return new Tensor(
                ElementType.F32,
                dev.modelyard.networks.graph.Shape.of(array.getShape().getShape()),
                bytes);
    }

    private static DataType type(ElementType type) {
        return switch (type) {
            case F32 -> DataType.FLOAT32;
            case F16 -> DataType.FLOAT16;
            case I64 -> DataType.INT64;
            case I32 -> DataType.INT32;
            case I8 -> DataType.INT8;
            case U8 -> DataType.UINT8;
            case BOOL -> DataType.BOOLEAN;
            case BF16 -> throw new IllegalArgumentException("bf16 arrays abort DJL's process");
        };
    }
}
