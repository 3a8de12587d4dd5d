package dev.modelyard.networks.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** The index of a checkpoint in several files: which tensor is in which. */
final class ShardIndex {
    private static final long LARGEST = 100_000_000;
    private static final String MAP = "weight_map";

    private ShardIndex() {}

    /**
     * Reads an index: tensors to names of files beside it, in their order.
     *
     * @throws SafetensorsException if it is not sound, or names a file that is not beside it
     */
    static SequencedMap<String, String> read(Path file) throws IOException {
        long size = Files.size(file);
        if (size > LARGEST) {
            throw new SafetensorsException("the index has " + size + " bytes, more than any has");
        }
        JsonFactory json = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try (JsonParser parser = json.createParser(file.toFile())) {
            return read(parser);
        } catch (JsonParseException | StreamConstraintsException e) {
            throw new SafetensorsException("the index is not sound JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static SequencedMap<String, String> read(JsonParser parser) throws IOException {
        SequencedMap<String, String> shards = new LinkedHashMap<>();
        boolean found = false;
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new SafetensorsException("the index must begin with '{'");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean isMap = parser.currentName().equals(MAP);
            parser.nextToken();
            if (isMap) {
                readMap(parser, shards);
                found = true;
            } else {
                parser.skipChildren();
            }
        }
        if (!found || shards.isEmpty()) {
            throw new SafetensorsException("the index has no %s, or an empty one".formatted(MAP));
        }
        return shards;
    }

    private static void readMap(JsonParser parser, SequencedMap<String, String> shards) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new SafetensorsException(MAP + " must be an object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String tensor = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                throw new SafetensorsException("%s.%s must be a text".formatted(MAP, tensor));
            }
            shards.put(tensor, beside(tensor, parser.getText()));
        }
    }

    /** A file beside the index, and nowhere else. */
    private static String beside(String tensor, String name) throws SafetensorsException {
        if (!name.endsWith(".safetensors") || !name.matches("[A-Za-z0-9._-]{1,255}")) {
            throw new SafetensorsException("%s.%s must be the name of a .safetensors file beside the index, not '%s'"
                    .formatted(MAP, tensor, name));
        }
        return name;
    }
}
