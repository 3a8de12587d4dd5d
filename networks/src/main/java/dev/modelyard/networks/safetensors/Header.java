package dev.modelyard.networks.safetensors;

import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** What a file says of its tensors, by name in the order of their data, and the text its writer added. */
record Header(SequencedMap<String, Entry> entries, Map<String, String> metadata) {
    Header {
        entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
        metadata = Map.copyOf(metadata);
    }

    /** One tensor: bytes from {@code begin} up to {@code end}, counted from where the header ends. */
    record Entry(ElementType type, Shape shape, long begin, long end) {
        long length() {
            return end - begin;
        }
    }
}
