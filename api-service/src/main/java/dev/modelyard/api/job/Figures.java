package dev.modelyard.api.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.modelyard.contracts.wire.Json;
import java.util.Map;

/** Figures by name as they lie in a column: a JSON object of numbers. */
record Figures(@JsonValue Map<String, Double> values) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Figures {}

    static Map<String, Double> read(String json) {
        return Json.read(json, Figures.class).values();
    }
}
