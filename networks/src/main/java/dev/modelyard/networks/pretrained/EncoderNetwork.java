package dev.modelyard.networks.pretrained;

import dev.modelyard.networks.graph.Activation;
import dev.modelyard.networks.graph.Add;
import dev.modelyard.networks.graph.Attention;
import dev.modelyard.networks.graph.Dimension;
import dev.modelyard.networks.graph.Dropout;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Embedding;
import dev.modelyard.networks.graph.Initialization;
import dev.modelyard.networks.graph.Input;
import dev.modelyard.networks.graph.LayerNorm;
import dev.modelyard.networks.graph.Linear;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.Node;
import dev.modelyard.networks.graph.PositionEmbedding;
import dev.modelyard.networks.graph.Scale;
import dev.modelyard.networks.graph.Select;
import dev.modelyard.networks.graph.Shift;
import dev.modelyard.networks.graph.Softmax;
import dev.modelyard.networks.preset.NetworkRequest.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * Encoders of the BERT family (Devlin et al. 2019) with a last layer for a task, over token ids, segment ids and a mask, each i64, batch ×
 * length. Parameters have the names that the transformers library gives them, so that its checkpoints fit; {@link #HEAD} is the last layer.
 */
public final class EncoderNetwork {
    /** The layer that is new in each task. */
    public static final String HEAD = "classifier";

    /** The node of the vector that stands for a text, of the encoder's width. */
    public static final String POOLER = "pooler";

    private static final String WORDS = "input_ids";
    private static final String SEGMENTS = "token_type_ids";
    private static final String MASK = "attention_mask";
    private static final Initialization FIRST = new Initialization.Normal(0.02);

    private final EncoderConfig config;
    private final List<Node> nodes = new ArrayList<>();

    private EncoderNetwork(EncoderConfig config) {
        this.config = config;
    }

    /** The network that answers a task. */
    public static Network build(EncoderConfig config, Target target) {
        return new EncoderNetwork(config).build(target);
    }

    /** The node whose result are the vectors of all places, batch × length × width. */
    static String lastLayer(EncoderConfig config) {
        return layer(config.layers() - 1) + ".output.LayerNorm";
    }

    /** What the names of a layer's parameters begin with. */
    public static String layer(int index) {
        return "encoder.layer." + index;
    }

    private Network build(Target target) {
        String last = embeddings();
        for (int layer = 0; layer < config.layers(); layer++) {
            last = encoded(layer(layer), last);
        }
        String first = add(new Select("first", last, 0));
        String pooled = add(linear(POOLER + ".dense", first, config.width(), config.width()));
        pooled = add(new Activation(POOLER, pooled, Activation.Function.TANH));
        pooled = add(new Dropout("dropout", pooled, config.dropout()));
        List<Dimension> texts = List.of(Dimension.BATCH, Dimension.dynamic("length"));
        List<Input> inputs = List.of(
                new Input(WORDS, ElementType.I64, texts),
                new Input(SEGMENTS, ElementType.I64, texts),
                new Input(MASK, ElementType.I64, texts));
        return switch (target) {
            case Target.Classes classes -> {
                String logits = add(linear(HEAD, pooled, config.width(), classes.number()));
                String probabilities = add(new Softmax("probabilities", logits, 1));
                yield new Network(inputs, nodes, List.of(probabilities), List.of(logits));
            }
            case Target.Value value -> {
                String standardised = add(linear(HEAD, pooled, config.width(), 1));
                add(new Scale("scaled", standardised, List.of(value.deviation())));
                String answer = add(new Shift("value", "scaled", List.of(value.mean())));
                yield new Network(inputs, nodes, List.of(answer), List.of(standardised));
            }
        };
    }

    private String embeddings() {
        int width = config.width();
        String words = add(new Embedding("embeddings.word_embeddings", WORDS, config.vocabulary(), width, FIRST));
        String types = add(new Embedding("embeddings.token_type_embeddings", SEGMENTS, config.types(), width, FIRST));
        String sum = add(new Add("embeddings.sum", List.of(words, types)));
        String placed = add(new PositionEmbedding(
                "embeddings.position_embeddings", sum, config.positions(), width, config.offset(), FIRST));
        String normed = add(norm("embeddings.LayerNorm", placed));
        return add(new Dropout("embeddings.dropout", normed, config.dropout()));
    }

    private String encoded(String layer, String input) {
        int width = config.width();
        String self = layer + ".attention.self";
        String query = add(linear(self + ".query", input, width, width));
        String key = add(linear(self + ".key", input, width, width));
        String value = add(linear(self + ".value", input, width, width));
        String attended =
                add(new Attention(self, query, key, value, MASK, width, config.heads(), config.attentionDropout()));
        String heard = joined(layer + ".attention.output", attended, width, input);
        String wide = add(linear(layer + ".intermediate.dense", heard, width, config.intermediate()));
        wide = add(new Activation(layer + ".intermediate", wide, config.activation()));
        return joined(layer + ".output", wide, config.intermediate(), heard);
    }

    /** Maps back to the width of the layer, adds what came in, and normalises. */
    private String joined(String name, String input, int width, String before) {
        String mapped = add(linear(name + ".dense", input, width, config.width()));
        mapped = add(new Dropout(name + ".dropout", mapped, config.dropout()));
        String sum = add(new Add(name + ".sum", List.of(mapped, before)));
        return add(norm(name + ".LayerNorm", sum));
    }

    private Linear linear(String name, String input, int from, int to) {
        return new Linear(name, input, from, to, true, FIRST);
    }

    private LayerNorm norm(String name, String input) {
        return new LayerNorm(name, input, config.width(), config.epsilon());
    }

    private String add(Node node) {
        nodes.add(node);
        return node.name();
    }
}
