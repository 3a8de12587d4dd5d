package dev.modelyard.api.facade.gts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One line of a data file.
 *
 * @param texts by field, in the order of the type's fields
 * @param label as a text, whatever the file has
 */
record Sample(Map<String, String> texts, Optional<String> label) {
    static final String LABEL = "label";

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Reads a line; other fields than those of the type are passed over. */
    static Sample read(TaskType type, DataLines.Line line) throws InvalidDataException {
        JsonNode object = object(line);
        return new Sample(texts(type, line, object), label(line, object.path(LABEL)));
    }

    /** Reads a line whose label, if it has one, is passed over too. */
    static Sample unlabelled(TaskType type, DataLines.Line line) throws InvalidDataException {
        return new Sample(texts(type, line, object(line)), Optional.empty());
    }

    /** The line as the platform imports it. */
    byte[] imported() throws JsonProcessingException {
        Map<String, String> fields = new LinkedHashMap<>(texts);
        label.ifPresent(name -> fields.put(LABEL, name));
        return MAPPER.writeValueAsBytes(fields);
    }

    static InvalidDataException missing(DataLines.Line line, String field) {
        return fault(line, "缺少`" + field + "`字段");
    }

    private static JsonNode object(DataLines.Line line) throws InvalidDataException {
        try {
            JsonNode object = MAPPER.readTree(line.text());
            if (!object.isObject()) {
                throw fault(line, "不是字典形式");
            }
            return object;
        } catch (JsonProcessingException e) {
            throw new InvalidDataException("行【" + line.number() + "】非json格式");
        }
    }

    private static Map<String, String> texts(TaskType type, DataLines.Line line, JsonNode object)
            throws InvalidDataException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String field : type.fields()) {
            texts.put(field, text(line, object.path(field), field));
        }
        return texts;
    }

    private static String text(DataLines.Line line, JsonNode node, String field) throws InvalidDataException {
        if (node.isMissingNode() || node.isNull()) {
            throw missing(line, field);
        }
        if (!node.isTextual()) {
            throw fault(line, "`" + field + "`字段必须是字符串");
        }
        return whole(line, node.textValue(), field);
    }

    private static Optional<String> label(DataLines.Line line, JsonNode node) throws InvalidDataException {
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual() && !node.isIntegralNumber()) {
            throw fault(line, "`label`字段必须是字符串");
        }
        return Optional.of(whole(line, node.asText(), LABEL).strip());
    }

    /** A text that says something, of whole characters. */
    private static String whole(DataLines.Line line, String text, String field) throws InvalidDataException {
        boolean empty = text.codePoints()
                .allMatch(point ->
                        Character.isWhitespace(point) || Character.isSpaceChar(point) || Character.isISOControl(point));
        if (empty) {
            throw fault(line, "`" + field + "`字段为空");
        }
        if (text.codePoints().anyMatch(point -> Character.getType(point) == Character.SURROGATE)) {
            throw fault(line, "`" + field + "`字段含有不完整的字符");
        }
        return text;
    }

    private static InvalidDataException fault(DataLines.Line line, String what) {
        return new InvalidDataException("样本【" + line.number() + "】格式错误：" + what);
    }
}
