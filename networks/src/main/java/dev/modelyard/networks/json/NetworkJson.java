package dev.modelyard.networks.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.modelyard.networks.graph.Input;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes networks. Unknown fields are an error here, unlike in messages: to leave out what a newer writer said of
 * a layer would be to compute something else.
 */
public final class NetworkJson {
    /** Raised when a reader of before could misread what is written now. */
    private static final int VERSION = 1;

    private static final long LONGEST_TEXT = 64L << 20;
    private static final ObjectMapper MAPPER = mapper();

    private NetworkJson() {}

    /** The file: a version, then the network. */
    private record Document(
            int version, List<Input> inputs, List<Node> nodes, List<String> outputs, List<String> trainingOutputs) {}

    /** Writes a network as UTF-8 JSON, compact. */
    public static byte[] write(Network network) {
        try {
            return MAPPER.writeValueAsBytes(new Document(
                    VERSION, network.inputs(), network.nodes(), network.outputs(), network.trainingOutputs()));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot write a network as JSON", e);
        }
    }

    /**
     * Reads a network and checks it as its constructors do.
     *
     * @param json UTF-8
     * @throws NetworkFormatException if it is not a network
     */
    public static Network read(byte[] json) {
        try {
            @Nullable Document document = MAPPER.readValue(json, Document.class);
            if (document == null) {
                throw new NetworkFormatException("network.json must be an object");
            }
            if (document.version() != VERSION) {
                throw new NetworkFormatException(
                        "network.json has version " + document.version() + "; this program reads version " + VERSION);
            }
            return new Network(document.inputs(), document.nodes(), document.outputs(), document.trainingOutputs());
        } catch (JsonProcessingException e) {
            throw new NetworkFormatException(JsonFault.describe(e), e);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new NetworkFormatException("network.json: " + JsonFault.reason(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be read", e);
        }
    }

    private static ObjectMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(16)
                        .maxNumberLength(64)
                        .maxStringLength(1024)
                        .maxNameLength(256)
                        .maxDocumentLength(LONGEST_TEXT)
                        .build())
                .build();
        JsonMapper.Builder builder = JsonMapper.builder(factory)
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .withCoercionConfig(LogicalType.Textual, config -> config.setCoercion(
                                CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
        return builder.addModule(new NetworkModule()).build();
    }
}
