package dev.modelyard.networks.pretrained;

import dev.modelyard.networks.graph.Activation;
import dev.modelyard.networks.graph.Add;
import dev.modelyard.networks.graph.Attention;
import dev.modelyard.networks.graph.BlockMask;
import dev.modelyard.networks.graph.Dimension;
import dev.modelyard.networks.graph.Dropout;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Embedding;
import dev.modelyard.networks.graph.Exclude;
import dev.modelyard.networks.graph.Flatten;
import dev.modelyard.networks.graph.Gather;
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
 *
 * <p>There is a second form, which reads the options of a choice together with the text and scores each by its own words (UniMC, Yang et
 * al. 2022). Options do not see each other, and all begin at the same place, so that their order means nothing.
 */
public final class EncoderNetwork {
    /** The layer that is new in each task. */
    public static final String HEAD = "classifier";

    /** The node of the vector that stands for a text, of the encoder's width. */
    public static final String POOLER = "pooler";

    /** What is between the encoder and the score of an option: the layers that checkpoints have before their guess of a hidden word. */
    static final String TRANSFORM = "transform";

    private static final String PLACES = "position_ids";
    private static final String BLOCKS = "block_ids";
    private static final String CHOICES = "choices";
    private static final String WORDS = "input_ids";
    private static final String SEGMENTS = "token_type_ids";
    private static final String MASK = "attention_mask";
    private static final Initialization FIRST = new Initialization.Normal(0.02);

    private static final List<Dimension> TEXTS = List.of(Dimension.BATCH, Dimension.dynamic("length"));

    private final EncoderConfig config;
    private final List<Node> nodes = new ArrayList<>();

    private EncoderNetwork(EncoderConfig config) {
        this.config = config;
    }

    /** The network that answers a task. */
    public static Network build(EncoderConfig config, Target target) {
        return new EncoderNetwork(config).build(target);
    }

    /**
     * The network that chooses among options. It takes the tokens of options and text in one row: their ids, their segments, their rows
     * in the table of places, and the block of each, which is −1 for padding, 0 for the text and for marks, and k for the k-th option; then
     * {@code choices}, batch × options, which says where each option is to be judged, and is −1 where a sample has fewer options. It answers
     * probabilities, batch × options.
     */
    public static Network choosing(EncoderConfig config) {
        return new EncoderNetwork(config).choosing();
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
        String words = words();
        String placed = add(new PositionEmbedding(
                "embeddings.position_embeddings", words, config.positions(), config.width(), config.offset(), FIRST));
        String last = encoded(placed, MASK);
        String first = add(new Select("first", last, 0));
        String pooled = add(linear(POOLER + ".dense", first, config.width(), config.width()));
        pooled = add(new Activation(POOLER, pooled, Activation.Function.TANH));
        pooled = add(new Dropout("dropout", pooled, config.dropout()));
        List<Input> inputs = List.of(ofTexts(WORDS), ofTexts(SEGMENTS), ofTexts(MASK));
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

    private Network choosing() {
        int width = config.width();
        String words = words();
        String places = add(new Embedding("embeddings.position_embeddings", PLACES, config.positions(), width, FIRST));
        String mask = add(new BlockMask("blocks", BLOCKS));
        String last = encoded(add(new Add("embeddings.placed", List.of(words, places))), mask);
        String options = add(new Gather("options", last, CHOICES));
        options = add(linear(TRANSFORM + ".dense", options, width, width));
        options = add(new Activation(TRANSFORM, options, config.activation()));
        options = add(norm(TRANSFORM + ".LayerNorm", options));
        String scores = add(linear(HEAD, options, width, 1));
        scores = add(new Exclude("scores", scores, CHOICES));
        String logits = add(new Flatten("logits", scores));
        String probabilities = add(new Softmax("probabilities", logits, 1));
        List<Input> inputs = List.of(
                ofTexts(WORDS),
                ofTexts(SEGMENTS),
                ofTexts(PLACES),
                ofTexts(BLOCKS),
                new Input(CHOICES, ElementType.I64, List.of(Dimension.BATCH, Dimension.dynamic("options"))));
        return new Network(inputs, nodes, List.of(probabilities), List.of(logits));
    }

    private static Input ofTexts(String name) {
        return new Input(name, ElementType.I64, TEXTS);
    }

    /** What the words and their segments are, before their places. */
    private String words() {
        int width = config.width();
        String words = add(new Embedding("embeddings.word_embeddings", WORDS, config.vocabulary(), width, FIRST));
        String types = add(new Embedding("embeddings.token_type_embeddings", SEGMENTS, config.types(), width, FIRST));
        return add(new Add("embeddings.sum", List.of(words, types)));
    }

    private String encoded(String placed, String mask) {
        String normed = add(norm("embeddings.LayerNorm", placed));
        String last = add(new Dropout("embeddings.dropout", normed, config.dropout()));
        for (int layer = 0; layer < config.layers(); layer++) {
            last = encoded(layer(layer), last, mask);
        }
        return last;
    }

    private String encoded(String layer, String input, String mask) {
        int width = config.width();
        String self = layer + ".attention.self";
        String query = add(linear(self + ".query", input, width, width));
        String key = add(linear(self + ".key", input, width, width));
        String value = add(linear(self + ".value", input, width, width));
        String attended =
                add(new Attention(self, query, key, value, mask, width, config.heads(), config.attentionDropout()));
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
