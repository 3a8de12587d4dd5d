package dev.modelyard.networks.torchscript;

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
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Embedding;
import dev.modelyard.networks.graph.EmbeddingBag;
import dev.modelyard.networks.graph.Exclude;
import dev.modelyard.networks.graph.Extent;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    private final StringBuilder body = new StringBuilder();
    private final SequencedMap<String, Tensor> constants = new LinkedHashMap<>();

    ForwardCode(Network network, RenderOptions options) {
        this.network = network;
        this.precisions = new Precisions(network, options.bf16());
        this.channelsLast = options.channelsLast();
    }

    /** Tensors that belong to nodes and are no parameters; complete once rendered. */
    SequencedMap<String, Tensor> constants() {
        return constants;
    }

    String render() {
        for (Input input : network.inputs()) {
            if (channelsLast && input.dimensions().size() == 4) {
                String local = TorchNames.local(input.name());
                statement(local, "torch.contiguous(" + local + ", memory_format=2)");
            }
        }
        for (Node node : network.nodes()) {
            statement(TorchNames.local(node.name()), expression(node));
        }
        String parameters = network.inputs().stream()
                .map(input -> ",\n    " + TorchNames.local(input.name()) + ": Tensor")
                .collect(Collectors.joining());
        return "  def forward(self: __torch__.Network" + parameters + ") -> " + answerType() + ":\n" + body
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
            case Attention attention -> attention(attention);
            case Average average -> {
                String sum = sum(average.inputs().stream().map(precisions::full).toList());
                yield call("div", sum, Integer.toString(average.inputs().size()));
            }
            case AvgPool2d pool -> averagePool(pool);
            case BatchNorm norm -> batchNorm(norm);
            case BlockMask mask -> blockMask(mask);
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
            case Embedding table ->
                call("embedding", self(table, "weight"), TorchNames.local(table.input()), "-1", "False", "False");
            case EmbeddingBag bag -> embeddingBag(bag);
            case Exclude exclude ->
                call(
                        "masked_fill",
                        precisions.full(exclude.input()),
                        call("unsqueeze", call("lt", TorchNames.local(exclude.places()), "0"), "2"),
                        number(Exclude.NONE));
            case Flatten flatten -> call("flatten", precisions.operand(flatten, flatten.input()), "1", "-1");
            case Gather gather -> {
                String places = call("clamp", TorchNames.local(gather.places()), "0");
                yield call(
                        "take_along_dim",
                        precisions.operand(gather, gather.input()),
                        call("unsqueeze", places, "2"),
                        "1");
            }
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
            case PositionEmbedding table -> {
                String input = precisions.full(table.input());
                String end = call("add", call("size", input, "1"), Integer.toString(table.offset()));
                String rows = call("slice", self(table, "weight"), "0", Integer.toString(table.offset()), end, "1");
                yield call("add", input, rows);
            }
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

    /** Heads become an axis before the places, and one again afterwards. */
    private String attention(Attention attention) {
        String local = TorchNames.local(attention.name());
        List<String> operands = new ArrayList<>();
        for (String input : List.of(attention.query(), attention.key(), attention.value())) {
            String tensor = precisions.operand(attention, input);
            String part = local + "_" + operands.size();
            String sizes = "[%s, -1, %d, %d]"
                    .formatted(call("size", tensor, "0"), attention.heads(), attention.width() / attention.heads());
            statement(part, call("transpose", call("reshape", tensor, sizes), "1", "2"));
            operands.add(part);
        }
        operands.add(mask(attention));
        String dropout = local + "_dropout";
        body.append("    if self.training:\n      %s = %s\n    else:\n      %s = 0.\n"
                .formatted(dropout, number(attention.dropout()), dropout));
        operands.addAll(List.of(dropout, "False"));
        statement(local + "_heads", call("scaled_dot_product_attention", operands.toArray(String[]::new)));
        String sizes = "[%s, -1, %d]".formatted(call("size", local + "_0", "0"), attention.width());
        return call("reshape", call("transpose", local + "_heads", "1", "2"), sizes);
    }

    /** What is seen, true or false, with an axis for the heads; a mask of keys alone is that of every query. */
    private String mask(Attention attention) {
        String seen = call("unsqueeze", call("ne", TorchNames.local(attention.mask()), "0"), "1");
        boolean ofKeys = network.inputs().stream()
                .anyMatch(input -> input.name().equals(attention.mask()) && input.type() == ElementType.I64);
        return ofKeys ? call("unsqueeze", seen, "1") : seen;
    }

    /** Two blocks go together if their product is zero, as one of them is 0 then, or if they are the same. */
    private String blockMask(BlockMask mask) {
        String local = TorchNames.local(mask.name());
        String blocks = TorchNames.local(mask.blocks());
        statement(local + "_seeing", call("unsqueeze", blocks, "2"));
        statement(local + "_seen", call("unsqueeze", blocks, "1"));
        String shared = call("eq", call("mul", local + "_seeing", local + "_seen"), "0");
        String same = call("eq", local + "_seeing", local + "_seen");
        String real = call("ge", local + "_seen", "0");
        String seen = call("logical_and", real, call("logical_or", shared, same));
        return call("to", seen, "6");
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
        statement(length, call("size", ids, "1"));
        String end = call("mul", call("size", ids, "0"), length);
        statement(
                local + "_begins",
                call("arange", "0", end, length, "dtype=4", "layout=None", "device=" + ids + ".device"));
        String sums = local + "_sums";
        statement(
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
        String features = constant(encoding, "features", table.features());
        String taken = call("index_select", precisions.full(encoding.input()), "1", features);
        String above = call("sub", taken, constant(encoding, "lower", table.lower()));
        String share = call("div", above, constant(encoding, "width", table.width()));
        return call("clamp", share, "0.", "1.");
    }

    /** What is less alike than the last of the nearest gets no weight. */
    private String votes(NearestVotes votes) {
        String input = precisions.full(votes.input());
        String local = TorchNames.local(votes.name());
        statement(
                local + "_nearest, " + local + "_places",
                call("topk", input, Integer.toString(votes.nearest()), "-1", "True", "True"));
        String last = call("slice", local + "_nearest", "1", Integer.toString(votes.nearest() - 1), "None", "1");
        String scaled = call("div", input, number(votes.temperature()));
        String voting = call("masked_fill", scaled, call("lt", input, last), LOWEST);
        return call("matmul", call("softmax", voting, "-1"), self(votes, "votes"));
    }

    private String perChannel(String operation, Node node, String input, List<Float> values) {
        Tensor numbers = Tensor.of(Shape.of(values.size()), values);
        String constant = constant(node, "values", numbers);
        String tensor = precisions.full(input);
        if (values.size() == 1) {
            return call(operation, tensor, constant);
        }
        // Channels are axis 1: behind it the constant gets as many axes of size one as the tensor has.
        String local = TorchNames.local(node.name());
        statement(local + "_axes", call("mul", "[1]", call("sub", call("dim", tensor), "2")));
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

    private static String self(Node node, String which) {
        return "self." + TorchNames.attribute(node.name() + "." + which);
    }

    private String constant(Node node, String which, Tensor tensor) {
        String name = TorchNames.constant(node.name(), which);
        constants.put(name, tensor);
        return "self." + name;
    }

    private void statement(String target, String expression) {
        body.append("    ").append(target).append(" = ").append(expression).append('\n');
    }

    private static String call(String operation, String... arguments) {
        return "torch." + operation + "(" + String.join(", ", arguments) + ")";
    }

    private static String pair(Extent extent) {
        return "[" + extent.height() + ", " + extent.width() + "]";
    }

    private static String number(double value) {
        return Double.toString(value);
    }
}
