package dev.modelyard.networks.torchscript;

import static dev.modelyard.networks.torchscript.ScriptText.call;
import static dev.modelyard.networks.torchscript.ScriptText.number;
import static dev.modelyard.networks.torchscript.ScriptText.pair;
import static dev.modelyard.networks.torchscript.ScriptText.self;

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
import dev.modelyard.networks.graph.Flatten;
import dev.modelyard.networks.graph.Gather;
import dev.modelyard.networks.graph.GlobalAveragePool;
import dev.modelyard.networks.graph.Input;
import dev.modelyard.networks.graph.LayerNorm;
import dev.modelyard.networks.graph.Linear;
import dev.modelyard.networks.graph.MaxPool2d;
import dev.modelyard.networks.graph.NearestVotes;
import dev.modelyard.networks.graph.Network;
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
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** The text of a network's {@code forward}, in the form TorchScript archives keep, and the constants it names. */
final class ForwardCode {
    /** A length that nothing is divided by less than. */
    private static final double SHORTEST = 1e-12;

    /** So low that its share in a softmax is zero. */
    private static final String LOWEST = "-1.e30";

    private final Network network;
    private final Precisions precisions;
    private final boolean channelsLast;
    private final ScriptText text = new ScriptText();
    private final SequenceCode sequences;

    ForwardCode(Network network, RenderOptions options) {
        this.network = network;
        this.precisions = new Precisions(network, options.bf16());
        this.channelsLast = options.channelsLast();
        this.sequences = new SequenceCode(network, precisions, text);
    }

    /** Tensors that belong to nodes and are no parameters; complete once rendered. */
    SequencedMap<String, Tensor> constants() {
        return text.constants();
    }

    String render() {
        for (Input input : network.inputs()) {
            if (channelsLast && input.dimensions().size() == 4) {
                String local = TorchNames.local(input.name());
                text.statement(local, "torch.contiguous(" + local + ", memory_format=2)");
            }
        }
        for (Node node : network.nodes()) {
            text.statement(TorchNames.local(node.name()), expression(node));
        }
        String parameters = network.inputs().stream()
                .map(input -> ",\n    " + TorchNames.local(input.name()) + ": Tensor")
                .collect(Collectors.joining());
        return "  def forward(self: __torch__.Network" + parameters + ") -> " + answerType() + ":\n" + text.statements()
                + "    return " + answer() + "\n";
    }

    private String answerType() {
        if (network.outputs().size() == 1) {
            return "Tensor";
        }
        return network.outputs().stream().map(_ -> "Tensor").collect(Collectors.joining(", ", "Tuple[", "]"));
    }

    private String answer() {
        if (network.outputs().size() == 1) {
            return precisions.full(network.outputs().getFirst());
        }
        return network.outputs().stream().map(precisions::full).collect(Collectors.joining(", ", "(", ")"));
    }

    private String expression(Node node) {
        return switch (node) {
            case Activation activation -> activation(activation);
            case Add add ->
                sum(add.inputs().stream()
                        .map(input -> precisions.operand(add, input))
                        .toList());
            case Attention attention -> sequences.attention(attention);
            case Average average -> {
                String sum = sum(average.inputs().stream().map(precisions::full).toList());
                yield call("div", sum, Integer.toString(average.inputs().size()));
            }
            case AvgPool2d pool -> averagePool(pool);
            case BatchNorm norm -> batchNorm(norm);
            case BlockMask mask -> sequences.blockMask(mask);
            case Clip clip ->
                call("clamp", precisions.full(clip.input()), number(clip.minimum()), number(clip.maximum()));
            case Concat concat ->
                call(
                        "cat",
                        concat.inputs().stream()
                                .map(input -> precisions.operand(concat, input))
                                .collect(Collectors.joining(", ", "[", "]")),
                        Integer.toString(concat.axis()));
            case Conv2d conv -> convolution(conv);
            case Dropout dropout ->
                call(
                        "dropout",
                        precisions.operand(dropout, dropout.input()),
                        number(dropout.probability()),
                        "self.training");
            case Embedding table -> sequences.embedding(table);
            case EmbeddingBag bag -> embeddingBag(bag);
            case Exclude exclude -> sequences.exclude(exclude);
            case Flatten flatten -> call("flatten", precisions.operand(flatten, flatten.input()), "1", "-1");
            case Gather gather -> sequences.gather(gather);
            case GlobalAveragePool pool -> call("mean", precisions.operand(pool, pool.input()), "[2, 3]");
            case LayerNorm norm ->
                call(
                        "layer_norm",
                        precisions.full(norm.input()),
                        "[" + norm.width() + "]",
                        self(norm, "weight"),
                        self(norm, "bias"),
                        number(norm.epsilon()),
                        "True");
            case Linear linear ->
                call(
                        "linear",
                        precisions.operand(linear, linear.input()),
                        parameter(linear, "weight"),
                        linear.bias() ? parameter(linear, "bias") : "None");
            case MaxPool2d pool ->
                call(
                        "max_pool2d",
                        precisions.operand(pool, pool.input()),
                        pair(pool.kernel()),
                        pair(pool.stride()),
                        pair(pool.padding()),
                        "[1, 1]",
                        "False");
            case NearestVotes votes -> votes(votes);
            case Normalize vectors -> {
                String input = precisions.full(vectors.input());
                String length = call("clamp_min", call("norm", input, "2", "[-1]", "True"), number(SHORTEST));
                yield call("div", input, length);
            }
            case PiecewiseLinearEncoding encoding -> encoding(encoding);
            case PositionEmbedding table -> sequences.positions(table);
            case Scale scale -> perChannel("mul", scale, scale.input(), scale.factors());
            case Select select ->
                call("select", precisions.operand(select, select.input()), "1", Integer.toString(select.place()));
            case Shift shift -> perChannel("add", shift, shift.input(), shift.amounts());
            case Softmax softmax -> call("softmax", precisions.full(softmax.input()), Integer.toString(softmax.axis()));
        };
    }

    private String activation(Activation activation) {
        String operation =
                switch (activation.function()) {
                    case RELU -> "relu";
                    case GELU -> "gelu";
                    case SILU -> "silu";
                    case SIGMOID -> "sigmoid";
                    case TANH -> "tanh";
                };
        return call(operation, precisions.operand(activation, activation.input()));
    }

    private String averagePool(AvgPool2d pool) {
        return call(
                "avg_pool2d",
                precisions.operand(pool, pool.input()),
                pair(pool.kernel()),
                pair(pool.stride()),
                pair(pool.padding()),
                pool.ceil() ? "True" : "False",
                "False");
    }

    /**
     * Parameters and statistics are f32 here even if the tensor is not; libtorch has kernels for that. DJL lets everything
     * it loads require gradients, which statistics may not; detached they are the same memory and still change.
     */
    private String batchNorm(BatchNorm norm) {
        return call(
                "batch_norm",
                precisions.operand(norm, norm.input()),
                self(norm, "weight"),
                self(norm, "bias"),
                call("detach", self(norm, "running_mean")),
                call("detach", self(norm, "running_var")),
                "self.training",
                number(norm.momentum()),
                number(norm.epsilon()),
                "True");
    }

    private String convolution(Conv2d conv) {
        String weight = parameter(conv, "weight");
        return call(
                "conv2d",
                ofOneChannel(conv, precisions.operand(conv, conv.input())),
                channelsLast ? "torch.contiguous(" + weight + ", memory_format=2)" : weight,
                conv.bias() ? parameter(conv, "bias") : "None",
                pair(conv.stride()),
                pair(conv.padding()),
                "[1, 1]",
                Integer.toString(conv.groups()));
    }

    /**
     * What a convolution or pooling leaves of one channel may have strides by which libtorch takes it for either layout, and a further
     * convolution then reads past its rows; a copy has those of the one layout.
     */
    private String ofOneChannel(Conv2d conv, String operand) {
        boolean computed =
                network.inputs().stream().noneMatch(input -> input.name().equals(conv.input()));
        return channelsLast && conv.inputChannels() == 1 && computed
                ? "torch.clone(" + operand + ", memory_format=0)"
                : operand;
    }

    /** The operator wants all ids in one row and where each bag begins. */
    private String embeddingBag(EmbeddingBag bag) {
        String local = TorchNames.local(bag.name());
        String ids = TorchNames.local(bag.ids());
        String length = local + "_length";
        text.statement(length, call("size", ids, "1"));
        String end = call("mul", call("size", ids, "0"), length);
        text.statement(
                local + "_begins",
                call("arange", "0", end, length, "dtype=4", "layout=None", "device=" + ids + ".device"));
        String sums = local + "_sums";
        text.statement(
                sums + ", " + sums + "1, " + sums + "2, " + sums + "3",
                call(
                        "embedding_bag",
                        self(bag, "weight"),
                        call("reshape", ids, "[-1]"),
                        local + "_begins",
                        "False",
                        "0",
                        bag.sparseGradient() ? "True" : "False",
                        call("reshape", precisions.full(bag.weights()), "[-1]"),
                        "False"));
        return bag.bias() ? call("add", sums, self(bag, "bias")) : sums;
    }

    private String encoding(PiecewiseLinearEncoding encoding) {
        EncodingTable table = EncodingTable.of(encoding);
        String features = text.constant(encoding, "features", table.features());
        String taken = call("index_select", precisions.full(encoding.input()), "1", features);
        String above = call("sub", taken, text.constant(encoding, "lower", table.lower()));
        String share = call("div", above, text.constant(encoding, "width", table.width()));
        return call("clamp", share, "0.", "1.");
    }

    /** What is less alike than the last of the nearest gets no weight. */
    private String votes(NearestVotes votes) {
        String input = precisions.full(votes.input());
        String local = TorchNames.local(votes.name());
        text.statement(
                local + "_nearest, " + local + "_places",
                call("topk", input, Integer.toString(votes.nearest()), "-1", "True", "True"));
        String last = call("slice", local + "_nearest", "1", Integer.toString(votes.nearest() - 1), "None", "1");
        String scaled = call("div", input, number(votes.temperature()));
        String voting = call("masked_fill", scaled, call("lt", input, last), LOWEST);
        return call("matmul", call("softmax", voting, "-1"), self(votes, "votes"));
    }

    private String perChannel(String operation, Node node, String input, List<Float> values) {
        Tensor numbers = Tensor.of(Shape.of(values.size()), values);
        String constant = text.constant(node, "values", numbers);
        String tensor = precisions.full(input);
        if (values.size() == 1) {
            return call(operation, tensor, constant);
        }
        // Channels are axis 1: behind it the constant gets as many axes of size one as the tensor has.
        String local = TorchNames.local(node.name());
        text.statement(local + "_axes", call("mul", "[1]", call("sub", call("dim", tensor), "2")));
        String shape = call("add", "[" + values.size() + "]", local + "_axes");
        return call(operation, tensor, call("reshape", constant, shape));
    }

    private String sum(List<String> operands) {
        return operands.stream()
                .reduce((left, right) -> call("add", left, right))
                .orElseThrow();
    }

    private String parameter(Node node, String which) {
        return precisions.parameter(node, self(node, which));
    }
}
