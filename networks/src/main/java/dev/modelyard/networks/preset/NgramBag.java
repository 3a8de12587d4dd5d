package dev.modelyard.networks.preset;

import dev.modelyard.networks.graph.Dimension;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.EmbeddingBag;
import dev.modelyard.networks.graph.Initialization;
import dev.modelyard.networks.graph.Input;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.Softmax;
import java.util.List;

/** A linear model over weighted n-grams: one row of class scores an n-gram, summed. */
final class NgramBag {
    private NgramBag() {}

    static Network build(NetworkRequest.Text request) {
        List<Dimension> padded = List.of(Dimension.BATCH, Dimension.dynamic("length"));
        NodeList nodes = new NodeList();
        String logits = nodes.add(new EmbeddingBag(
                "logits",
                "ids",
                "weights",
                request.vocabulary(),
                request.classes(),
                true,
                false,
                Initialization.ZEROS));
        String probabilities = nodes.add(new Softmax("probabilities", logits, 1));
        return new Network(
                List.of(new Input("ids", ElementType.I64, padded), new Input("weights", ElementType.F32, padded)),
                nodes.nodes(),
                List.of(probabilities),
                List.of(logits));
    }
}
