package dev.modelyard.networks.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON header and requires of it what the format does: known types, sizes that agree with shapes, and data that
 * cover the file from the header to the end without gap or overlap.
 */
final class HeaderReader {
    private static final String METADATA = "__metadata__";
    private static final int MOST_AXES = 16;
    private static final int LONGEST_SHOWN = 80;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(4)
                    .maxNameLength(1024)
                    .maxNumberLength(20)
                    .build())
            .build();

    private final JsonParser json;
    private final long dataLength;

    private HeaderReader(JsonParser json, long dataLength) {
        this.json = json;
        this.dataLength = dataLength;
    }

    /**
     * @param header the JSON text
     * @param dataLength how many bytes of the file follow it
     */
    static Header read(byte[] header, long dataLength) throws IOException {
        if (header.length == 0 || header[0] != '{') {
            throw new SafetensorsException("the header must begin with '{'");
        }
        try (JsonParser json = JSON.createParser(header)) {
            return new HeaderReader(json, dataLength).read();
        } catch (JsonParseException | StreamConstraintsException e) {
            throw new SafetensorsException("the header is not sound JSON: " + e.getOriginalMessage(), e);
        }
    }

    private Header read() throws IOException {
        SequencedMap<String, Header.Entry> entries = new LinkedHashMap<>();
        Map<String, String> metadata = new HashMap<>();
        expect(JsonToken.START_OBJECT, "the header");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (name.equals(METADATA)) {
                metadata.putAll(metadata());
            } else {
                entries.put(name, entry("tensor '" + shown(name) + "'"));
            }
        }
        if (json.nextToken() != null) {
            throw new SafetensorsException("the header goes on after its closing brace");
        }
        return new Header(inOrder(entries), metadata);
    }

    private Map<String, String> metadata() throws IOException {
        Map<String, String> metadata = new HashMap<>();
        expect(JsonToken.START_OBJECT, METADATA);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            expect(JsonToken.VALUE_STRING, METADATA + "." + shown(key));
            metadata.put(key, json.getText());
        }
        return metadata;
    }

    private Header.Entry entry(String tensor) throws IOException {
        @Nullable ElementType type = null;
        @Nullable Shape shape = null;
        List<Long> offsets = List.of();
        expect(JsonToken.START_OBJECT, tensor);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            switch (field) {
                case "dtype" -> {
                    expect(JsonToken.VALUE_STRING, tensor + " dtype");
                    type = type(tensor, json.getText());
                }
                case "shape" -> shape = new Shape(numbers(tensor + " shape", MOST_AXES));
                case "data_offsets" -> offsets = numbers(tensor + " data_offsets", 2);
                default -> throw new SafetensorsException(tensor + " has an unknown field '" + shown(field) + "'");
            }
        }
        if (type == null || shape == null || offsets.size() != 2) {
            throw new SafetensorsException(tensor + " must have dtype, shape and two data_offsets");
        }
        Header.Entry entry = new Header.Entry(type, shape, offsets.getFirst(), offsets.getLast());
        requireLength(tensor, entry);
        return entry;
    }

    private void requireLength(String tensor, Header.Entry entry) {
        if (entry.begin() > entry.end() || entry.end() > dataLength) {
            throw new SafetensorsException(tensor + " has data_offsets " + entry.begin() + " to " + entry.end()
                    + " in a file of " + dataLength + " bytes of data");
        }
        long wanted;
        try {
            wanted = Math.multiplyExact(entry.shape().elements(), entry.type().bytes());
        } catch (ArithmeticException e) {
            throw new SafetensorsException(tensor + " has a shape beyond all bounds: " + entry.shape(), e);
        }
        if (wanted != entry.length()) {
            throw new SafetensorsException(tensor + " has " + entry.length() + " bytes where " + entry.type()
                    + entry.shape() + " takes " + wanted);
        }
    }

    private SequencedMap<String, Header.Entry> inOrder(Map<String, Header.Entry> entries) {
        SequencedMap<String, Header.Entry> ordered = new LinkedHashMap<>();
        long reached = 0;
        // Empty tensors lie at one place; the sort leaves them as the header has them.
        for (var entry : entries.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Header.Entry> e) ->
                                e.getValue().begin())
                        .thenComparingLong(e -> e.getValue().end()))
                .toList()) {
            if (entry.getValue().begin() != reached) {
                String what =
                        entry.getValue().begin() < reached ? "overlaps the one before it" : "leaves a gap before it";
                throw new SafetensorsException("tensor '" + shown(entry.getKey()) + "' " + what);
            }
            reached = entry.getValue().end();
            ordered.put(entry.getKey(), entry.getValue());
        }
        if (reached != dataLength) {
            throw new SafetensorsException(
                    "the file has " + (dataLength - reached) + " bytes that belong to no tensor");
        }
        return ordered;
    }

    private List<Long> numbers(String what, int most) throws IOException {
        List<Long> numbers = new ArrayList<>();
        expect(JsonToken.START_ARRAY, what);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
                    || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                    || json.getLongValue() < 0
                    || numbers.size() == most) {
                throw new SafetensorsException(what + " must be at most " + most + " whole numbers from 0 up");
            }
            numbers.add(json.getLongValue());
        }
        return numbers;
    }

    private static ElementType type(String tensor, String dtype) {
        for (ElementType type : ElementType.values()) {
            if (type.name().equals(dtype)) {
                return type;
            }
        }
        throw new SafetensorsException(tensor + " has the dtype '" + shown(dtype) + "', which is not supported");
    }

    private void expect(JsonToken token, String what) throws IOException {
        if (json.nextToken() != token) {
            String wanted =
                    switch (token) {
                        case START_OBJECT -> "an object";
                        case START_ARRAY -> "a list";
                        default -> "a text";
                    };
            throw new SafetensorsException(what + " must be " + wanted);
        }
    }

    private static String shown(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }
}
