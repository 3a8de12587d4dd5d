package dev.modelyard.networks.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.UnsafeByteOperations;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.weights.Tensor;
import java.util.Arrays;
import java.util.List;

/** The operators and constants of an ONNX graph under construction; names are given, never made up. */
final class OnnxGraph {
    /** The domain of ONNX Runtime's own operators. */
    static final String RUNTIME = "com.microsoft";

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("network");

    GraphProto.Builder builder() {
        return graph;
    }

    /** Adds an operator with one result and answers its name. */
    String operator(String type, String result, List<String> operands, AttributeProto... attributes) {
        return operator(type, List.of(result), operands, attributes);
    }

    /** Adds an operator with several results and answers the name of the first. */
    String operator(String type, List<String> results, List<String> operands, AttributeProto... attributes) {
        graph.addNode(node(type, results, operands, attributes));
        return results.getFirst();
    }

    /** Adds an operator that is ONNX Runtime's own, with one result, and answers its name. */
    String runtimeOperator(String type, String result, List<String> operands, AttributeProto... attributes) {
        graph.addNode(node(type, List.of(result), operands, attributes).setDomain(RUNTIME));
        return result;
    }

    private static NodeProto.Builder node(
            String type, List<String> results, List<String> operands, AttributeProto... attributes) {
        return NodeProto.newBuilder()
                .setOpType(type)
                .setName(results.getFirst())
                .addAllInput(operands)
                .addAllOutput(results)
                .addAllAttribute(Arrays.asList(attributes));
    }

    /** Adds a constant and answers its name. */
    String constant(String name, Tensor tensor) {
        return constant(name, tensor, tensor.shape());
    }

    /** Adds a constant under another shape of as many elements and answers its name. */
    String constant(String name, Tensor tensor, Shape shape) {
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(type(tensor.type()))
                .addAllDims(shape.sizes())
                // Tensors do not change: their numbers need not be in memory twice.
                .setRawData(UnsafeByteOperations.unsafeWrap(tensor.data())));
        return name;
    }

    static int type(ElementType type) {
        return switch (type) {
            case F32 -> TensorProto.DataType.FLOAT_VALUE;
            case F16 -> TensorProto.DataType.FLOAT16_VALUE;
            case BF16 -> TensorProto.DataType.BFLOAT16_VALUE;
            case I64 -> TensorProto.DataType.INT64_VALUE;
            case I32 -> TensorProto.DataType.INT32_VALUE;
            case I8 -> TensorProto.DataType.INT8_VALUE;
            case U8 -> TensorProto.DataType.UINT8_VALUE;
            case BOOL -> TensorProto.DataType.BOOL_VALUE;
        };
    }

    static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto integers(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    static AttributeProto number(String name, double value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF((float) value)
                .build();
    }
}
