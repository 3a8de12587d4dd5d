package dev.modelyard.networks.preset;

import dev.modelyard.networks.graph.Activation;
import dev.modelyard.networks.graph.Average;
import dev.modelyard.networks.graph.Clip;
import dev.modelyard.networks.graph.Concat;
import dev.modelyard.networks.graph.Dropout;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Input;
import dev.modelyard.networks.graph.Linear;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.PiecewiseLinearEncoding;
import dev.modelyard.networks.graph.Scale;
import dev.modelyard.networks.graph.Shift;
import dev.modelyard.networks.graph.Softmax;
import java.util.ArrayList;
import java.util.List;

/**
 * Six small networks averaged, over raw rows: three see standardised features, three the bins each feature falls into as
 * well. A loss is computed on each member's own output {@code member_0} to {@code member_5}, so that they stay different:
 * logits, or the standardised value.
 */
final class TabularEnsemble {
    private static final int MEMBERS = 6;
    private static final int HIDDEN = 128;
    private static final double DROPOUT = 0.1;
    private static final double FARTHEST = 5;

    private final NodeList nodes = new NodeList();
    private final NetworkRequest.Tabular request;

    private TabularEnsemble(NetworkRequest.Tabular request) {
        this.request = request;
    }

    static Network build(NetworkRequest.Tabular request) {
        return new TabularEnsemble(request).build();
    }

    private Network build() {
        List<FeatureStatistics> features = request.features();
        nodes.add(new Shift(
                "centred",
                "features",
                features.stream().map(feature -> -feature.mean()).toList()));
        nodes.add(new Scale(
                "standardised",
                "centred",
                features.stream().map(feature -> 1 / feature.deviation()).toList()));
        String plain = nodes.add(new Clip("clipped", "standardised", -FARTHEST, FARTHEST));
        PiecewiseLinearEncoding bins = new PiecewiseLinearEncoding(
                "bins",
                "features",
                features.stream().map(FeatureStatistics::edges).toList());
        nodes.add(bins);
        String binned = nodes.add(new Concat("binned", List.of(plain, "bins"), 1));

        int outputs =
                switch (request.target()) {
                    case NetworkRequest.Target.Classes classes -> classes.number();
                    case NetworkRequest.Target.Value _ -> 1;
                };
        List<String> members = new ArrayList<>();
        for (int member = 0; member < MEMBERS; member++) {
            boolean sees = member >= MEMBERS / 2;
            int width = features.size() + (sees ? bins.bins() : 0);
            members.add(member("member_" + member, sees ? binned : plain, width, outputs));
        }
        Input input = Input.of("features", ElementType.F32, features.size());
        String output = together(members);
        return new Network(List.of(input), nodes.nodes(), List.of(output), members);
    }

    private String member(String name, String input, int width, int outputs) {
        String last = hidden(name + ".1", input, width);
        last = hidden(name + ".2", last, HIDDEN);
        return nodes.add(Linear.of(name, last, HIDDEN, outputs));
    }

    private String hidden(String name, String input, int width) {
        String last = nodes.add(Linear.of(name, input, width, HIDDEN));
        last = nodes.add(Activation.relu(name + ".relu", last));
        return nodes.add(new Dropout(name + ".dropout", last, DROPOUT));
    }

    /** Probabilities are averaged, not logits: one sure member does not drown the others. */
    private String together(List<String> members) {
        return switch (request.target()) {
            case NetworkRequest.Target.Classes _ -> {
                List<String> probabilities = members.stream()
                        .map(member -> nodes.add(new Softmax(member + ".probabilities", member, 1)))
                        .toList();
                yield nodes.add(new Average("probabilities", probabilities));
            }
            case NetworkRequest.Target.Value value -> {
                nodes.add(new Average("average", members));
                nodes.add(new Scale("scaled", "average", List.of(value.deviation())));
                yield nodes.add(new Shift("value", "scaled", List.of(value.mean())));
            }
        };
    }
}
