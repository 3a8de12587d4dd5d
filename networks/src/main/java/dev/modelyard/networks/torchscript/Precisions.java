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
import dev.modelyard.networks.graph.Embedding;
import dev.modelyard.networks.graph.EmbeddingBag;
import dev.modelyard.networks.graph.Exclude;
import dev.modelyard.networks.graph.Flatten;
import dev.modelyard.networks.graph.Gather;
import dev.modelyard.networks.graph.GlobalAveragePool;
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
import dev.modelyard.networks.graph.Shift;
import dev.modelyard.networks.graph.Softmax;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which nodes compute in bfloat16. Layers with many products do, and what lies between them stays as it comes; whatever
 * must be exact is f32, and so is a layer whose result goes straight to an output or to such a node.
 */
final class Precisions {
    private static final String BF16 = "15";
    private static final String F32 = "6";

    /** Tensors that are bfloat16. */
    private final Set<String> low = new HashSet<>();

    Precisions(Network network, boolean bf16) {
        if (bf16) {
            Set<String> exact = new HashSet<>(network.outputs());
            network.nodes().stream().filter(Precisions::exact).forEach(node -> exact.addAll(node.inputs()));
            network.nodes().stream().filter(node -> computesLow(node, exact)).forEach(node -> low.add(node.name()));
        }
    }

    /** A tensor as f32. */
    String full(String tensor) {
        String local = TorchNames.local(tensor);
        return low.contains(tensor) ? cast(local, F32) : local;
    }

    /** A tensor as a node computes. */
    String operand(Node node, String tensor) {
        String local = TorchNames.local(tensor);
        return low.contains(node.name()) == low.contains(tensor) ? local : cast(local, precision(node));
    }

    /** A parameter, which is kept in f32, as its node computes. */
    String parameter(Node node, String attribute) {
        return low.contains(node.name()) ? cast(attribute, BF16) : attribute;
    }

    private String precision(Node node) {
        return low.contains(node.name()) ? BF16 : F32;
    }

    private static String cast(String tensor, String type) {
        return "torch.to(" + tensor + ", " + type + ")";
    }

    private boolean computesLow(Node node, Set<String> exact) {
        return switch (node) {
            case Conv2d _, Linear _ -> !exact.contains(node.name());
            case Activation _,
                    AvgPool2d _,
                    BatchNorm _,
                    Dropout _,
                    Flatten _,
                    GlobalAveragePool _,
                    MaxPool2d _,
                    Add _,
                    Concat _,
                    Select _ -> low.containsAll(node.inputs());
            case Gather gather -> low.contains(gather.input());
            case Attention attention -> low.containsAll(List.of(attention.query(), attention.key(), attention.value()));
            case Average _,
                    BlockMask _,
                    Clip _,
                    Embedding _,
                    EmbeddingBag _,
                    Exclude _,
                    LayerNorm _,
                    NearestVotes _,
                    Normalize _,
                    PiecewiseLinearEncoding _,
                    PositionEmbedding _,
                    Scale _,
                    Shift _,
                    Softmax _ -> false;
        };
    }

    private static boolean exact(Node node) {
        return switch (node) {
            case Average _,
                    BlockMask _,
                    Clip _,
                    Embedding _,
                    EmbeddingBag _,
                    Exclude _,
                    NearestVotes _,
                    Normalize _,
                    PiecewiseLinearEncoding _,
                    PositionEmbedding _,
                    Scale _,
                    Shift _,
                    Softmax _ -> true;
            case Activation _,
                    Add _,
                    Attention _,
                    AvgPool2d _,
                    BatchNorm _,
                    Concat _,
                    Conv2d _,
                    Dropout _,
                    Flatten _,
                    Gather _,
                    GlobalAveragePool _,
                    LayerNorm _,
                    Linear _,
                    MaxPool2d _,
                    Select _ -> false;
        };
    }
}
