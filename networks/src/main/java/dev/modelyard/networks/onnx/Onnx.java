package dev.modelyard.networks.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.modelyard.networks.graph.Dimension;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Input;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.weights.Weights;

/**
 * Networks as ONNX, opset 17. Inputs and outputs have the network's names and order, the batch stays open, and the graph
 * computes what the network does once trained.
 */
public final class Onnx {
    private static final int OPSET = 17;
    private static final int IR_VERSION = 8;

    private Onnx() {}

    /**
     * Renders the network's outputs; weights that only training outputs need may be missing.
     *
     * @throws dev.modelyard.networks.weights.WeightsMismatchException if the weights are not the network's
     * @throws dev.modelyard.networks.shape.ShapeException if the network does not fit its own inputs
     */
    public static byte[] render(Network network, Weights weights) {
        Network answering = network.forInference();
        weights.requireFor(answering);
        OpenShapes shapes = OpenShapes.of(answering);
        Folded folded = Folded.of(answering, weights, shapes);

        OnnxGraph graph = new OnnxGraph();
        OnnxNodes nodes = new OnnxNodes(graph, folded.weights(), shapes);
        answering.inputs().forEach(input -> graph.builder().addInput(input(input)));
        folded.network().nodes().forEach(nodes::add);
        answering.outputs().forEach(output -> graph.builder().addOutput(output(output, shapes)));
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("modelyard")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
                .setGraph(graph.builder())
                .build()
                .toByteArray();
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
