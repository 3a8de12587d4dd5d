package dev.modelyard.contracts.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.core.util.RecyclerPool;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of everything in this module: snake_case names, RFC 3339 times, absent instead of null, unknown fields ignored
 * so that two versions can run side by side.
 */
public final class Json {
    /** Virtual threads end with their request: what each kept for its next one would never be used again. */
    private static final RecyclerPool<BufferRecycler> BUFFERS = JsonRecyclerPools.newBoundedPool(64);

    private static final ObjectMapper MAPPER = configure(
                    JsonMapper.builder(factory().build()))
            // A message without a field that may not be absent is malformed, not full of surprises.
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private Json() {}

    /** A factory under construction whose buffers are used again, whatever thread asks for them. */
    public static JsonFactoryBuilder factory() {
        return new JsonFactoryBuilder().recyclerPool(BUFFERS);
    }

    /** Applies the platform's JSON conventions to a mapper under construction. */
    public static JsonMapper.Builder configure(JsonMapper.Builder builder) {
        return builder.addModule(new JavaTimeModule())
                .addModule(new Jdk8Module())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    /** A copy of the platform's mapper, for frameworks that want one to themselves. */
    public static ObjectMapper mapper() {
        return MAPPER.copy();
    }

    /** Writes a record as compact JSON. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot write " + value.getClass().getSimpleName() + " as JSON", e);
        }
    }

    /** Writes a record as compact UTF-8 JSON. */
    public static byte[] writeBytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot write " + value.getClass().getSimpleName() + " as JSON", e);
        }
    }

    /**
     * Reads a record.
     *
     * @throws MalformedMessageException if the text is not JSON of that record's shape
     */
    public static <T> T read(String text, Class<T> type) {
        try {
            return present(MAPPER.readValue(text, type), type);
        } catch (JsonProcessingException e) {
            throw new MalformedMessageException("not a " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Reads a record from UTF-8 bytes.
     *
     * @throws MalformedMessageException if the bytes are not JSON of that record's shape
     */
    public static <T> T read(byte[] bytes, Class<T> type) {
        try {
            return present(MAPPER.readValue(bytes, type), type);
        } catch (JsonProcessingException e) {
            throw new MalformedMessageException("not a " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code null} is JSON too, but no record. */
    private static <T> T present(@Nullable T value, Class<T> type) {
        if (value == null) {
            throw new MalformedMessageException("not a " + type.getSimpleName() + ": null");
        }
        return value;
    }
}
