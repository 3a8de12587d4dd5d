package dev.modelyard.inference.prediction;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.modellibrary.sample.Cell;
import dev.modelyard.modellibrary.sample.ImageSample;
import dev.modelyard.modellibrary.sample.InvalidSampleException;
import dev.modelyard.modellibrary.sample.PairSample;
import dev.modelyard.modellibrary.sample.RowSample;
import dev.modelyard.modellibrary.sample.Sample;
import dev.modelyard.modellibrary.sample.TextSample;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the JSON forms of inputs, as docs/api.md has them. Whether a row has the model's columns is the model's to say. */
final class InputReader {
    private InputReader() {}

    /** Reads one input of a model for that task. */
    static Input read(Task task, JsonNode json) {
        try {
            return new Input.Usable(sample(task, json));
        } catch (InvalidSampleException e) {
            return new Input.Unusable(String.valueOf(e.getMessage()));
        }
    }

    private static Sample sample(Task task, JsonNode json) {
        return switch (task) {
            case TEXT_CLASSIFICATION, TEXT_GENERATION -> text(json);
            case IMAGE_CLASSIFICATION, OBJECT_DETECTION, SEMANTIC_SEGMENTATION, INSTANCE_SEGMENTATION -> image(json);
            case TABULAR_CLASSIFICATION, TABULAR_REGRESSION -> row(json);
            case TEXT_SIMILARITY, TEXT_INFERENCE -> pair(json);
        };
    }

    private static Sample text(JsonNode json) {
        JsonNode text = json.isObject() ? only(json, "text") : json;
        if (!text.isTextual()) {
            throw new InvalidSampleException("must be a text, or an object with the one field text");
        }
        return new TextSample(text.textValue());
    }

    private static Sample pair(JsonNode json) {
        JsonNode first = json.path("sentence1");
        JsonNode second = json.path("sentence2");
        if (json.size() != 2 || !first.isTextual() || !second.isTextual()) {
            throw new InvalidSampleException(
                    "must be an object with the two texts sentence1 and sentence2, and no other field");
        }
        return new PairSample(first.textValue(), second.textValue());
    }

    private static Sample image(JsonNode json) {
        JsonNode image = only(json, "image");
        if (!image.isTextual()) {
            throw new InvalidSampleException("must be an object with the one field image, a JPEG or PNG in base64");
        }
        try {
            return new ImageSample(Base64.getDecoder().decode(image.textValue()));
        } catch (IllegalArgumentException e) {
            throw new InvalidSampleException("image is not base64", e);
        }
    }

    /** The field of an object that has no other; a missing node where it is anything else. */
    private static JsonNode only(JsonNode json, String field) {
        return json.size() == 1 ? json.path(field) : json.path(-1);
    }

    private static Sample row(JsonNode json) {
        if (json.isArray()) {
            List<Cell> cells = new ArrayList<>(json.size());
            for (int column = 0; column < json.size(); column++) {
                cells.add(cell("value " + (column + 1), json.get(column)));
            }
            return new RowSample.Positional(cells);
        }
        if (!json.isObject()) {
            throw new InvalidSampleException("must be a row: an object by column name, or an array of values");
        }
        Map<String, Cell> cells = new LinkedHashMap<>();
        json.properties().forEach(field -> cells.put(field.getKey(), cell(shown(field.getKey()), field.getValue())));
        return new RowSample.Named(cells);
    }

    private static Cell cell(String name, JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> new Cell.Numeric(finite(name, value.doubleValue()));
            case STRING -> new Cell.Text(value.textValue());
            case BOOLEAN -> new Cell.Text(value.asText());
            case NULL -> Cell.MISSING;
            case ARRAY, OBJECT, BINARY, MISSING, POJO ->
                throw new InvalidSampleException(name + " must be a number, a text or null");
        };
    }

    private static double finite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new InvalidSampleException(name + " is too large a number");
        }
        return value;
    }

    private static String shown(String name) {
        return name.length() <= 80 ? name : name.substring(0, 80) + "…";
    }
}
