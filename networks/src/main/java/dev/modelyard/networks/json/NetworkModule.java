package dev.modelyard.networks.json;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.EnumNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.EnumNaming;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
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
import dev.modelyard.networks.graph.Dimension;
import dev.modelyard.networks.graph.Dropout;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Embedding;
import dev.modelyard.networks.graph.EmbeddingBag;
import dev.modelyard.networks.graph.Exclude;
import dev.modelyard.networks.graph.Flatten;
import dev.modelyard.networks.graph.Gather;
import dev.modelyard.networks.graph.GlobalAveragePool;
import dev.modelyard.networks.graph.Initialization;
import dev.modelyard.networks.graph.LayerNorm;
import dev.modelyard.networks.graph.Linear;
import dev.modelyard.networks.graph.MaxPool2d;
import dev.modelyard.networks.graph.NearestVotes;
import dev.modelyard.networks.graph.Node;
import dev.modelyard.networks.graph.Normalize;
import dev.modelyard.networks.graph.PiecewiseLinearEncoding;
import dev.modelyard.networks.graph.PositionEmbedding;
import dev.modelyard.networks.graph.Scale;
import dev.modelyard.networks.graph.Select;
import dev.modelyard.networks.graph.Shift;
import dev.modelyard.networks.graph.Softmax;
import java.io.IOException;
import java.util.Map;

/** The words of {@code network.json}: a type for each node and initialization, and how enums and dimensions are written. */
final class NetworkModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    static final Map<String, Class<? extends Node>> NODES = Map.ofEntries(
            Map.entry("activation", Activation.class),
            Map.entry("add", Add.class),
            Map.entry("attention", Attention.class),
            Map.entry("average", Average.class),
            Map.entry("avg_pool_2d", AvgPool2d.class),
            Map.entry("batch_norm", BatchNorm.class),
            Map.entry("block_mask", BlockMask.class),
            Map.entry("clip", Clip.class),
            Map.entry("concat", Concat.class),
            Map.entry("conv_2d", Conv2d.class),
            Map.entry("dropout", Dropout.class),
            Map.entry("embedding", Embedding.class),
            Map.entry("embedding_bag", EmbeddingBag.class),
            Map.entry("exclude", Exclude.class),
            Map.entry("flatten", Flatten.class),
            Map.entry("gather", Gather.class),
            Map.entry("global_average_pool", GlobalAveragePool.class),
            Map.entry("layer_norm", LayerNorm.class),
            Map.entry("linear", Linear.class),
            Map.entry("max_pool_2d", MaxPool2d.class),
            Map.entry("nearest_votes", NearestVotes.class),
            Map.entry("normalize", Normalize.class),
            Map.entry("piecewise_linear_encoding", PiecewiseLinearEncoding.class),
            Map.entry("position_embedding", PositionEmbedding.class),
            Map.entry("scale", Scale.class),
            Map.entry("select", Select.class),
            Map.entry("shift", Shift.class),
            Map.entry("softmax", Softmax.class));

    static final Map<String, Class<? extends Initialization>> INITIALIZATIONS = Map.of(
            "constant", Initialization.Constant.class,
            "fan_in", Initialization.FanIn.class,
            "kaiming", Initialization.Kaiming.class,
            "normal", Initialization.Normal.class,
            "uniform", Initialization.Uniform.class,
            "xavier", Initialization.Xavier.class);

    NetworkModule() {
        super("networks");
        setMixInAnnotation(Node.class, Typed.class);
        setMixInAnnotation(Initialization.class, Typed.class);
        setMixInAnnotation(ElementType.class, LowerCase.class);
        setMixInAnnotation(Activation.Function.class, LowerCase.class);
        setMixInAnnotation(Initialization.Fan.class, LowerCase.class);
        NODES.forEach((word, type) -> registerSubtypes(new NamedType(type, word)));
        INITIALIZATIONS.forEach((word, type) -> registerSubtypes(new NamedType(type, word)));
        addSerializer(Dimension.class, new DimensionWriter());
        addDeserializer(Dimension.class, new DimensionReader());
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    private interface Typed {}

    @EnumNaming(EnumNamingStrategies.LowerCamelCaseStrategy.class)
    private interface LowerCase {}

    /** A size as a number, a dynamic dimension as its name. */
    private static final class DimensionWriter extends StdSerializer<Dimension> {
        private static final long serialVersionUID = 1L;

        DimensionWriter() {
            super(Dimension.class);
        }

        @Override
        public void serialize(Dimension dimension, JsonGenerator json, SerializerProvider provider) throws IOException {
            switch (dimension) {
                case Dimension.Fixed fixed -> json.writeNumber(fixed.size());
                case Dimension.Dynamic dynamic -> json.writeString(dynamic.name());
            }
        }
    }

    private static final class DimensionReader extends StdDeserializer<Dimension> {
        private static final long serialVersionUID = 1L;

        DimensionReader() {
            super(Dimension.class);
        }

        @Override
        public Dimension deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                return Dimension.fixed(json.getLongValue());
            }
            if (json.currentToken() == JsonToken.VALUE_STRING) {
                return Dimension.dynamic(json.getText());
            }
            return (Dimension) context.handleUnexpectedToken(Dimension.class, json);
        }
    }
}
