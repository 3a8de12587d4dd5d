package dev.modelyard.networks.graph;

import java.util.ArrayList;
import java.util.List;

/** The parameters a node brings, in the order they are saved. All are f32. */
final class NodeParameters {
    private NodeParameters() {}

    static List<ParameterSpec> of(Node node) {
        return switch (node) {
            case Conv2d conv -> convolution(conv);
            case Linear linear -> linear(linear);
            case BatchNorm norm -> batchNorm(norm);
            case EmbeddingBag bag -> embeddingBag(bag);
            case Embedding table -> table(table, table.rows(), table.width(), table.initialization());
            case PositionEmbedding table -> table(table, table.rows(), table.width(), table.initialization());
            case LayerNorm norm -> {
                Shape shape = Shape.of(norm.width());
                yield List.of(
                        ParameterSpec.undecayed(norm, "weight", shape, Initialization.ONES),
                        ParameterSpec.undecayed(norm, "bias", shape, Initialization.ZEROS));
            }
            case NearestVotes votes ->
                List.of(ParameterSpec.statistic(
                        votes, "votes", Shape.of(votes.examples(), votes.classes()), Initialization.ZEROS));
            case Activation _,
                    Add _,
                    Attention _,
                    Average _,
                    AvgPool2d _,
                    BlockMask _,
                    Clip _,
                    Concat _,
                    Dropout _,
                    Exclude _,
                    Flatten _,
                    Gather _,
                    GlobalAveragePool _,
                    MaxPool2d _,
                    Normalize _,
                    PiecewiseLinearEncoding _,
                    Scale _,
                    Select _,
                    Shift _,
                    Softmax _ -> List.of();
        };
    }

    private static List<ParameterSpec> convolution(Conv2d conv) {
        long channels = conv.inputChannels() / conv.groups();
        Shape shape = Shape.of(
                conv.outputChannels(),
                channels,
                conv.kernel().height(),
                conv.kernel().width());
        return withBias(conv, shape, conv.initialization(), conv.bias());
    }

    private static List<ParameterSpec> linear(Linear linear) {
        Shape shape = Shape.of(linear.outputSize(), linear.inputSize());
        return withBias(linear, shape, linear.initialization(), linear.bias());
    }

    private static List<ParameterSpec> withBias(
            Node node, Shape weight, Initialization initialization, boolean biased) {
        List<ParameterSpec> parameters = new ArrayList<>(List.of(ParameterSpec.weight(node, weight, initialization)));
        if (biased) {
            long fanIn = weight.elements() / weight.size(0);
            Initialization bias = initialization instanceof Initialization.FanIn
                    ? new Initialization.Uniform(1 / Math.sqrt((double) fanIn))
                    : Initialization.ZEROS;
            parameters.add(ParameterSpec.undecayed(node, "bias", Shape.of(weight.size(0)), bias));
        }
        return parameters;
    }

    private static List<ParameterSpec> table(Node node, int rows, int width, Initialization initialization) {
        return List.of(ParameterSpec.undecayed(node, "weight", Shape.of(rows, width), initialization));
    }

    private static List<ParameterSpec> embeddingBag(EmbeddingBag bag) {
        List<ParameterSpec> parameters = new ArrayList<>();
        Shape table = Shape.of(bag.rows(), bag.width());
        parameters.add(ParameterSpec.undecayed(bag, "weight", table, bag.initialization()));
        if (bag.bias()) {
            parameters.add(ParameterSpec.undecayed(bag, "bias", Shape.of(bag.width()), Initialization.ZEROS));
        }
        return parameters;
    }

    private static List<ParameterSpec> batchNorm(BatchNorm norm) {
        Shape shape = Shape.of(norm.channels());
        return List.of(
                ParameterSpec.undecayed(norm, "weight", shape, new Initialization.Constant(norm.gain())),
                ParameterSpec.undecayed(norm, "bias", shape, Initialization.ZEROS),
                ParameterSpec.statistic(norm, "running_mean", shape, Initialization.ZEROS),
                ParameterSpec.statistic(norm, "running_var", shape, Initialization.ONES));
    }
}
