package dev.modelyard.networks.preset;

import dev.modelyard.networks.graph.Activation;
import dev.modelyard.networks.graph.Add;
import dev.modelyard.networks.graph.Clip;
import dev.modelyard.networks.graph.Dimension;
import dev.modelyard.networks.graph.Dropout;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.EmbeddingBag;
import dev.modelyard.networks.graph.Initialization;
import dev.modelyard.networks.graph.Input;
import dev.modelyard.networks.graph.Linear;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.Scale;
import dev.modelyard.networks.graph.Shift;
import dev.modelyard.networks.graph.Softmax;
import java.util.List;

/**
 * Two texts compared: a small network over figures of their likeness and a linear model over what they share and do not, added up. The
 * linear part is the node {@link #BAG}, which begins at zero.
 */
public final class PairComparison {
    /** The name of the linear part; its parameters begin with it. */
    public static final String BAG = "bag";

    /** The node of the small network's hidden layer, of {@link #WIDTH} numbers. */
    public static final String HIDDEN = "likeness.relu";

    public static final int WIDTH = 64;

    private static final double DROPOUT = 0.3;
    private static final double FARTHEST = 4;

    private PairComparison() {}

    static Network build(NetworkRequest.TextPair request) {
        NodeList nodes = new NodeList();
        List<FeatureStatistics> features = request.features();
        int outputs =
                switch (request.target()) {
                    case NetworkRequest.Target.Classes classes -> classes.number();
                    case NetworkRequest.Target.Value _ -> 1;
                };
        nodes.add(new Shift(
                "centred",
                "features",
                features.stream().map(feature -> -feature.mean()).toList()));
        nodes.add(new Scale(
                "standardised",
                "centred",
                features.stream().map(feature -> 1 / feature.deviation()).toList()));
        String last = nodes.add(new Clip("clipped", "standardised", -FARTHEST, FARTHEST));
        last = nodes.add(Linear.of("likeness.1", last, features.size(), WIDTH));
        last = nodes.add(Activation.relu(HIDDEN, last));
        last = nodes.add(new Dropout("likeness.dropout", last, DROPOUT));
        String likeness = nodes.add(Linear.of("likeness.2", last, WIDTH, outputs));
        String bag = nodes.add(new EmbeddingBag(
                BAG, "ids", "weights", request.vocabulary(), outputs, false, false, Initialization.ZEROS));
        String together = nodes.add(new Add("together", List.of(likeness, bag)));
        String output =
                switch (request.target()) {
                    case NetworkRequest.Target.Classes _ -> nodes.add(new Softmax("probabilities", together, 1));
                    case NetworkRequest.Target.Value value -> {
                        nodes.add(new Scale("scaled", together, List.of(value.deviation())));
                        yield nodes.add(new Shift("value", "scaled", List.of(value.mean())));
                    }
                };
        List<Dimension> padded = List.of(Dimension.BATCH, Dimension.dynamic("length"));
        return new Network(
                List.of(
                        Input.of("features", ElementType.F32, features.size()),
                        new Input("ids", ElementType.I64, padded),
                        new Input("weights", ElementType.F32, padded)),
                nodes.nodes(),
                List.of(output),
                List.of(together));
    }
}
