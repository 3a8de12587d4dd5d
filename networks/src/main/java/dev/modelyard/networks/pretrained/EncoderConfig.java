package dev.modelyard.networks.pretrained;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.modelyard.networks.graph.Activation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * What {@code config.json} says of an encoder of the BERT family.
 *
 * @param width of the vectors between layers
 * @param intermediate width within a layer
 * @param positions rows of the table of places
 * @param offset row of the first place
 * @param types of segments, as first and second text
 * @param taskTypes whether ERNIE's vector of the task is added to each word
 */
public record EncoderConfig(
        String modelType,
        int vocabulary,
        int width,
        int layers,
        int heads,
        int intermediate,
        int positions,
        int offset,
        int types,
        boolean taskTypes,
        double epsilon,
        Activation.Function activation,
        double dropout,
        double attentionDropout) {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String FILE = "config.json";
    /** What their own embedding, not BERT's layout, would make of another type is not known here. */
    private static final Set<String> PLAIN = Set.of("bert", "ernie");

    private static final Set<String> OFFSET = Set.of("roberta", "xlm-roberta", "camembert");
    private static final long MOST_BYTES = 1 << 20;

    /** Words that fit beside each other, marks included. */
    public int longest() {
        return positions - offset;
    }

    /**
     * Reads the configuration in a folder.
     *
     * @throws InvalidBackboneException if there is none, or it is of another family or says what is not supported
     */
    public static EncoderConfig read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
            throw new InvalidBackboneException("there is no " + FILE);
        }
        try {
            return of(new Fields(MAPPER.readTree(Files.readAllBytes(file))));
        } catch (JsonProcessingException e) {
            throw new InvalidBackboneException(FILE + " is not JSON", e);
        }
    }

    private static EncoderConfig of(Fields fields) throws InvalidBackboneException {
        String type = fields.text("model_type", "");
        boolean offset = OFFSET.contains(type);
        if (!offset && !PLAIN.contains(type)) {
            throw new InvalidBackboneException(
                    "model_type '" + type + "' is none of bert, ernie, roberta, xlm-roberta");
        }
        if (!fields.text("position_embedding_type", "absolute").equals("absolute")) {
            throw new InvalidBackboneException("position_embedding_type is not absolute");
        }
        EncoderConfig config = new EncoderConfig(
                type,
                fields.size("vocab_size"),
                fields.size("hidden_size"),
                fields.size("num_hidden_layers"),
                fields.size("num_attention_heads"),
                fields.size("intermediate_size"),
                fields.size("max_position_embeddings"),
                offset ? fields.size("pad_token_id", 1) + 1 : 0,
                fields.size("type_vocab_size"),
                fields.flag("use_task_id"),
                fields.number("layer_norm_eps", 1e-12),
                fields.activation(),
                fields.number("hidden_dropout_prob", 0.1),
                fields.number("attention_probs_dropout_prob", 0.1));
        if (config.width % config.heads != 0) {
            throw new InvalidBackboneException("num_attention_heads does not divide hidden_size");
        }
        return config;
    }

    private record Fields(JsonNode json) {
        String text(String name, String absent) {
            return json.path(name).asText(absent);
        }

        boolean flag(String name) {
            return json.path(name).asBoolean();
        }

        int size(String name) throws InvalidBackboneException {
            JsonNode value = json.path(name);
            if (!value.canConvertToInt() || value.intValue() < 1) {
                throw new InvalidBackboneException(name + " must be a whole number above 0, not " + value);
            }
            return value.intValue();
        }

        int size(String name, int absent) {
            return json.path(name).asInt(absent);
        }

        double number(String name, double absent) {
            return json.path(name).asDouble(absent);
        }

        Activation.Function activation() throws InvalidBackboneException {
            String name = text("hidden_act", "gelu");
            return switch (name) {
                case "gelu" -> Activation.Function.GELU;
                case "relu" -> Activation.Function.RELU;
                case "silu", "swish" -> Activation.Function.SILU;
                case "tanh" -> Activation.Function.TANH;
                default -> throw new InvalidBackboneException("hidden_act '" + name + "' is not supported");
            };
        }
    }
}
