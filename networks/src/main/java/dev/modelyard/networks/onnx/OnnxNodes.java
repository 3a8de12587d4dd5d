package dev.modelyard.networks.onnx;

import static dev.modelyard.networks.onnx.OnnxGraph.integer;
import static dev.modelyard.networks.onnx.OnnxGraph.integers;
import static dev.modelyard.networks.onnx.OnnxGraph.number;
import static dev.modelyard.networks.onnx.OnnxParts.part;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.modelyard.networks.graph.Activation;
import dev.modelyard.networks.graph.Add;
import dev.modelyard.networks.graph.Attention;
import dev.modelyard.networks.graph.Average;
import dev.modelyard.networks.graph.AvgPool2d;
import dev.modelyard.networks.graph.BatchNorm;
import dev.modelyard.networks.graph.BlockMask;
import dev.modelyard.networks.graph.Clip;
import dev.modelyard.networks.graph.Concat;
import dev.modelyard.networks.graph.Conv2d;
import dev.modelyard.networks.graph.Dropout;
import dev.modelyard.networks.graph.Embedding;
import dev.modelyard.networks.graph.EmbeddingBag;
import dev.modelyard.networks.graph.Exclude;
import dev.modelyard.networks.graph.Extent;
import dev.modelyard.networks.graph.Flatten;
import dev.modelyard.networks.graph.Gather;
import dev.modelyard.networks.graph.GlobalAveragePool;
import dev.modelyard.networks.graph.LayerNorm;
import dev.modelyard.networks.graph.Linear;
import dev.modelyard.networks.graph.MaxPool2d;
import dev.modelyard.networks.graph.NearestVotes;
import dev.modelyard.networks.graph.Node;
import dev.modelyard.networks.graph.Normalize;
import dev.modelyard.networks.graph.PiecewiseLinearEncoding;
import dev.modelyard.networks.graph.PositionEmbedding;
import dev.modelyard.networks.graph.Scale;
import dev.modelyard.networks.graph.Select;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.graph.Shift;
import dev.modelyard.networks.graph.Softmax;
import dev.modelyard.networks.weights.EncodingTable;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.networks.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The operators of opset 17 that compute a node. The last has the node's name as its result. */
final class OnnxNodes {
    private static final float SHORTEST = 1e-12f;
    private static final float LOWEST = -1e30f;

    private final OnnxGraph graph;
    private final OnnxParts parts;
    private final OnnxSequences sequences;
    private final OnnxLinear layers;
    private final OpenShapes shapes;

    OnnxNodes(OnnxGraph graph, Weights weights, OpenShapes shapes, WeightFormat format) {
        this.graph = graph;
        this.parts = new OnnxParts(graph, weights);
        this.sequences = new OnnxSequences(graph, parts, shapes);
        this.layers = new OnnxLinear(graph, parts, shapes, format);
        this.shapes = shapes;
    }

    void add(Node node) {
        switch (node) {
            case Activation activation -> activation(activation);
            case Add add -> result("Sum", add);
            case Attention attention -> sequences.attention(attention);
            case Average average -> result("Mean", average);
            case AvgPool2d pool -> averagePool(pool);
            case BatchNorm norm -> batchNorm(norm);
            case BlockMask mask -> sequences.blockMask(mask);
            case Clip clip -> clip(clip.name(), clip.input(), clip.name(), clip.minimum(), clip.maximum());
            case Concat concat -> result("Concat", concat, integer("axis", concat.axis()));
            case Conv2d conv -> convolution(conv);
            case Dropout dropout -> result("Identity", dropout);
            case Embedding table ->
                graph.operator(
                        "Gather",
                        table.name(),
                        List.of(parts.parameter(table, "weight"), table.input()),
                        integer("axis", 0));
            case EmbeddingBag bag -> embeddingBag(bag);
            case Exclude exclude -> sequences.exclude(exclude);
            case Flatten flatten -> result("Flatten", flatten, integer("axis", 1));
            case Gather gather -> sequences.gather(gather);
            case GlobalAveragePool pool -> {
                String mean = graph.operator("GlobalAveragePool", part(pool, "mean"), pool.inputs());
                graph.operator("Flatten", pool.name(), List.of(mean), integer("axis", 1));
            }
            case LayerNorm norm ->
                graph.operator(
                        "LayerNormalization",
                        norm.name(),
                        List.of(norm.input(), parts.parameter(norm, "weight"), parts.parameter(norm, "bias")),
                        integer("axis", -1),
                        number("epsilon", norm.epsilon()));
            case Linear linear -> layers.add(linear);
            case MaxPool2d pool ->
                result(
                        "MaxPool",
                        pool,
                        integers(
                                "kernel_shape",
                                pool.kernel().height(),
                                pool.kernel().width()),
                        strides(pool.stride()),
                        pads(pool.padding()));
            case NearestVotes votes -> votes(votes);
            case Normalize vectors -> normalize(vectors);
            case PiecewiseLinearEncoding encoding -> encoding(encoding);
            case PositionEmbedding table -> sequences.positions(table);
            case Scale scale -> perChannel("Mul", scale, scale.input(), scale.factors());
            case Select select -> {
                String place = graph.constant(part(select, "place"), Tensor.of(Shape.of(), (long) select.place()));
                graph.operator("Gather", select.name(), List.of(select.input(), place), integer("axis", 1));
            }
            case Shift shift -> perChannel("Add", shift, shift.input(), shift.amounts());
            case Softmax softmax -> result("Softmax", softmax, integer("axis", softmax.axis()));
        }
    }

    private void result(String type, Node node, AttributeProto... attributes) {
        graph.operator(type, node.name(), node.inputs(), attributes);
    }

    private void activation(Activation activation) {
        switch (activation.function()) {
            case RELU -> result("Relu", activation);
            case SIGMOID -> result("Sigmoid", activation);
            case TANH -> result("Tanh", activation);
            case SILU -> {
                String gate = graph.operator("Sigmoid", part(activation, "gate"), activation.inputs());
                graph.operator("Mul", activation.name(), List.of(activation.input(), gate));
            }
            case GELU -> gelu(activation);
        }
    }

    /** x · (erf(x / √2) + 1) / 2, in the form ONNX Runtime recognises and fuses. */
    private void gelu(Activation activation) {
        String input = activation.input();
        String root = parts.scalar(activation, "root", (float) Math.sqrt(2));
        String divided = graph.operator("Div", part(activation, "divided"), List.of(input, root));
        String error = graph.operator("Erf", part(activation, "erf"), List.of(divided));
        String one = parts.scalar(activation, "one", 1);
        String shifted = graph.operator("Add", part(activation, "shifted"), List.of(error, one));
        String product = graph.operator("Mul", part(activation, "product"), List.of(input, shifted));
        graph.operator("Mul", activation.name(), List.of(product, parts.scalar(activation, "half", 0.5f)));
    }

    /**
     * Kept partial windows become padding at the end: ONNX's own rounding up also keeps windows that lie outside the picture
     * altogether. Where the picture's size is left open there is only that.
     */
    private void averagePool(AvgPool2d pool) {
        boolean fixed = shapes.fixed(pool.input(), 2) && shapes.fixed(pool.input(), 3);
        long below = pool.padding().height();
        long right = pool.padding().width();
        if (pool.ceil() && fixed) {
            below = end(
                    pool,
                    2,
                    pool.kernel().height(),
                    pool.stride().height(),
                    pool.padding().height());
            right = end(
                    pool,
                    3,
                    pool.kernel().width(),
                    pool.stride().width(),
                    pool.padding().width());
        }
        result(
                "AveragePool",
                pool,
                integers("kernel_shape", pool.kernel().height(), pool.kernel().width()),
                strides(pool.stride()),
                integers("pads", pool.padding().height(), pool.padding().width(), below, right),
                integer("ceil_mode", pool.ceil() && !fixed ? 1 : 0));
    }

    /** How far the last window reaches beyond the picture, at least its padding. */
    private long end(AvgPool2d pool, int axis, long kernel, long stride, long padding) {
        long windows = shapes.of(pool.name()).size(axis);
        long size = shapes.of(pool.input()).size(axis);
        return Math.max(padding, (windows - 1) * stride + kernel - size - padding);
    }

    private void batchNorm(BatchNorm norm) {
        List<String> operands = List.of(
                norm.input(),
                parts.parameter(norm, "weight"),
                parts.parameter(norm, "bias"),
                parts.parameter(norm, "running_mean"),
                parts.parameter(norm, "running_var"));
        graph.operator("BatchNormalization", norm.name(), operands, number("epsilon", norm.epsilon()));
    }

    private void clip(String result, String input, String constants, double minimum, double maximum) {
        String least = graph.constant(constants + ":minimum", Tensor.of(Shape.of(), (float) minimum));
        String most = graph.constant(constants + ":maximum", Tensor.of(Shape.of(), (float) maximum));
        graph.operator("Clip", result, List.of(input, least, most));
    }

    private void convolution(Conv2d conv) {
        List<String> operands = new ArrayList<>(List.of(conv.input(), parts.parameter(conv, "weight")));
        if (conv.bias()) {
            operands.add(parts.parameter(conv, "bias"));
        }
        graph.operator(
                "Conv",
                conv.name(),
                operands,
                integers("kernel_shape", conv.kernel().height(), conv.kernel().width()),
                strides(conv.stride()),
                pads(conv.padding()),
                integer("group", conv.groups()));
    }

    /** Rows of the table by id, then for each bag one row of weights times its rows. */
    private void embeddingBag(EmbeddingBag bag) {
        String rows = graph.operator(
                "Gather", part(bag, "rows"), List.of(parts.parameter(bag, "weight"), bag.ids()), integer("axis", 0));
        String axis = graph.constant(part(bag, "axis"), Tensor.of(Shape.of(1), 1L));
        String weighing = graph.operator("Unsqueeze", part(bag, "weighing"), List.of(bag.weights(), axis));
        String products = graph.operator("MatMul", part(bag, "products"), List.of(weighing, rows));
        String sums = bag.bias() ? part(bag, "sums") : bag.name();
        graph.operator("Squeeze", sums, List.of(products, axis));
        if (bag.bias()) {
            graph.operator("Add", bag.name(), List.of(sums, parts.parameter(bag, "bias")));
        }
    }

    private void normalize(Normalize vectors) {
        String length = graph.operator(
                "ReduceL2", part(vectors, "length"), vectors.inputs(), integers("axes", -1), integer("keepdims", 1));
        String least = parts.scalar(vectors, "least", SHORTEST);
        String divisor = graph.operator("Max", part(vectors, "divisor"), List.of(length, least));
        graph.operator("Div", vectors.name(), List.of(vectors.input(), divisor));
    }

    /** What is less alike than the last of the nearest gets no weight. */
    private void votes(NearestVotes votes) {
        String count = graph.constant(part(votes, "count"), Tensor.of(Shape.of(1), (long) votes.nearest()));
        String nearest = graph.operator(
                "TopK", List.of(part(votes, "nearest"), part(votes, "places")), List.of(votes.input(), count));
        String place = graph.constant(part(votes, "place"), Tensor.of(Shape.of(1), votes.nearest() - 1L));
        String last = graph.operator("Gather", part(votes, "last"), List.of(nearest, place), integer("axis", 1));
        String near = graph.operator("GreaterOrEqual", part(votes, "near"), List.of(votes.input(), last));
        String temperature = parts.scalar(votes, "temperature", (float) votes.temperature());
        String scaled = graph.operator("Div", part(votes, "scaled"), List.of(votes.input(), temperature));
        String low = parts.scalar(votes, "low", LOWEST);
        String voting = graph.operator("Where", part(votes, "voting"), List.of(near, scaled, low));
        String shares = graph.operator("Softmax", part(votes, "shares"), List.of(voting), integer("axis", -1));
        graph.operator("MatMul", votes.name(), List.of(shares, parts.parameter(votes, "votes")));
    }

    private void encoding(PiecewiseLinearEncoding encoding) {
        EncodingTable table = EncodingTable.of(encoding);
        String features = graph.constant(part(encoding, "features"), table.features());
        String taken = graph.operator(
                "Gather", part(encoding, "taken"), List.of(encoding.input(), features), integer("axis", 1));
        String lower = graph.constant(part(encoding, "lower"), table.lower());
        String above = graph.operator("Sub", part(encoding, "above"), List.of(taken, lower));
        String width = graph.constant(part(encoding, "width"), table.width());
        String share = graph.operator("Div", part(encoding, "share"), List.of(above, width));
        clip(encoding.name(), share, encoding.name(), 0, 1);
    }

    /** Channels are axis 1: behind it the constant gets as many axes of size one as the tensor has. */
    private void perChannel(String operator, Node node, String input, List<Float> values) {
        long[] sizes = new long[values.size() == 1 ? 1 : shapes.of(input).rank() - 1];
        Arrays.fill(sizes, 1);
        sizes[0] = values.size();
        Tensor tensor = Tensor.of(Shape.of(values.size()), values);
        String constant = graph.constant(part(node, "values"), tensor, Shape.of(sizes));
        graph.operator(operator, node.name(), List.of(input, constant));
    }

    private static AttributeProto strides(Extent stride) {
        return integers("strides", stride.height(), stride.width());
    }

    private static AttributeProto pads(Extent padding) {
        return integers("pads", padding.height(), padding.width(), padding.height(), padding.width());
    }
}
