package dev.modelyard.networks.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.modelyard.networks.graph.Dimension;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Input;
import dev.modelyard.networks.graph.Linear;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.weights.Weights;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Networks as ONNX, opset 17. Inputs and outputs have the network's names and order, the batch stays open, and the graph
 * computes what the network does once trained.
 */
public final class Onnx {
    private static final int OPSET = 17;
    private static final int RUNTIME_OPSET = 1;
    private static final int IR_VERSION = 8;

    private Onnx() {}

    /**
     * Renders the network's outputs; weights that only training outputs need may be missing.
     *
     * @throws dev.modelyard.networks.weights.WeightsMismatchException if the weights are not the network's
     * @throws dev.modelyard.networks.shape.ShapeException if the network does not fit its own inputs
     */
    public static byte[] render(Network network, Weights weights) {
        return model(network, weights, WeightFormat.F32).toByteArray();
    }

    /**
     * Writes the network's outputs as {@link #render} does; the stream stays open. With {@link WeightFormat#INT8} the graph has operators
     * of ONNX Runtime's own, and answers about what the other does: a token's answer depends on its own text only, and a processor
     * that has no products of whole numbers computes them in f32.
     */
    public static void write(Network network, Weights weights, WeightFormat format, OutputStream stream)
            throws IOException {
        model(network, weights, format).writeTo(stream);
    }

    /** Whether {@link WeightFormat#INT8} makes a difference to a network. */
    public static boolean isQuantizable(Network network) {
        Network answering = network.forInference();
        OpenShapes shapes = OpenShapes.of(answering);
        return answering.nodes().stream()
                .anyMatch(node -> node instanceof Linear linear && OnnxLinear.isQuantizable(linear, shapes));
    }

    private static ModelProto model(Network network, Weights weights, WeightFormat format) {
        Network answering = network.forInference();
        weights.requireFor(answering);
        OpenShapes shapes = OpenShapes.of(answering);
        Folded folded = Folded.of(answering, weights, shapes);

        OnnxGraph graph = new OnnxGraph();
        OnnxNodes nodes = new OnnxNodes(graph, folded.weights(), shapes, format);
        answering.inputs().forEach(input -> graph.builder().addInput(input(input)));
        folded.network().nodes().forEach(nodes::add);
        answering.outputs().forEach(output -> graph.builder().addOutput(output(output, shapes)));
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("modelyard")
                .addOpsetImport(operators("", OPSET));
        if (format == WeightFormat.INT8) {
            model.addOpsetImport(operators(OnnxGraph.RUNTIME, RUNTIME_OPSET));
        }
        return model.setGraph(graph.builder()).build();
    }

    private static OperatorSetIdProto.Builder operators(String domain, int version) {
        return OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version);
    }

    private static ValueInfoProto input(Input input) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (Dimension dimension : input.dimensions()) {
            switch (dimension) {
                case Dimension.Fixed fixed -> shape.addDimBuilder().setDimValue(fixed.size());
                case Dimension.Dynamic dynamic -> shape.addDimBuilder().setDimParam(dynamic.name());
            }
        }
        return value(input.name(), input.type(), shape);
    }

    private static ValueInfoProto output(String name, OpenShapes shapes) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        shape.addDimBuilder().setDimParam("batch");
        for (int axis = 1; axis < shapes.of(name).rank(); axis++) {
            TensorShapeProto.Dimension.Builder dimension = shape.addDimBuilder();
            if (shapes.fixed(name, axis)) {
                dimension.setDimValue(shapes.of(name).size(axis));
            }
        }
        return value(name, ElementType.F32, shape);
    }

    private static ValueInfoProto value(String name, ElementType type, TensorShapeProto.Builder shape) {
        TypeProto.Tensor.Builder tensor =
                TypeProto.Tensor.newBuilder().setElemType(OnnxGraph.type(type)).setShape(shape);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
