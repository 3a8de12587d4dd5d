package dev.modelyard.api.facade.gts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The fields of a body, read as pydantic 1 reads them: numbers become texts and texts numbers where that makes sense, and nobody minds
 * fields that are not asked for. Unlike there, {@code null} is as good as empty, because the original's own clients send it. A field
 * may have several names; the first that holds something counts.
 */
final class BodyFields {
    /** The replacement character. */
    static final int REPLACEMENT = 0xFFFD;

    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,18}");

    private final JsonNode body;
    private final List<BodyFault> faults = new ArrayList<>();

    BodyFields(JsonNode body) {
        this.body = body;
    }

    /** A text; empty if it is absent. */
    String text(String... names) {
        return text(find(names), names[0]);
    }

    /** A text that may be empty, but must be there. */
    String requiredText(String... names) {
        return text(require(names), names[0]);
    }

    /** A whole number, if it is there. */
    Optional<Long> number(String name) {
        return switch (find(name)) {
            case JsonNode node
            when node.isNull() || (node.isTextual() && node.textValue().isBlank()) -> Optional.empty();
            case JsonNode node when node.isBoolean() -> Optional.of(node.booleanValue() ? 1L : 0L);
            case JsonNode node
            when node.isNumber() && Math.abs(node.doubleValue()) < Long.MAX_VALUE -> Optional.of(node.longValue());
            case JsonNode node
            when node.isTextual() && WHOLE.matcher(node.textValue().strip()).matches() ->
                Optional.of(Long.valueOf(node.textValue().strip()));
            default -> {
                faults.add(new BodyFault(List.of("body", name), "value is not a valid integer", "type_error.integer"));
                yield Optional.empty();
            }
        };
    }

    /** A list of anything, which must be there. */
    List<JsonNode> requiredList(String... names) {
        JsonNode node = require(names);
        if (!node.isArray() && !node.isNull()) {
            faults.add(new BodyFault(List.of("body", names[0]), "value is not a valid list", "type_error.list"));
        }
        List<JsonNode> items = new ArrayList<>(node.size());
        node.forEach(items::add);
        return items;
    }

    /**
     * To be called when all fields have been asked for.
     *
     * @throws UnprocessableBodyException that names each field at fault
     */
    void check() {
        if (!faults.isEmpty()) {
            throw new UnprocessableBodyException(faults);
        }
    }

    private String text(JsonNode node, String name) {
        return switch (node.getNodeType()) {
            case NULL, MISSING -> "";
            case STRING, NUMBER -> storable(node.asText());
            case BOOLEAN -> node.booleanValue() ? "True" : "False";
            case ARRAY, OBJECT, BINARY, POJO -> {
                faults.add(new BodyFault(List.of("body", name), "str type expected", "type_error.str"));
                yield "";
            }
        };
    }

    /** What no database holds, U+0000 and halves of characters, becomes what stands for unknown characters; no name here has that. */
    private static String storable(String text) {
        StringBuilder storable = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> point == 0 || Character.getType(point) == Character.SURROGATE ? REPLACEMENT : point)
                .forEach(storable::appendCodePoint);
        return storable.toString();
    }

    private JsonNode find(String... names) {
        JsonNode found = NullNode.getInstance();
        for (String name : names) {
            JsonNode node = body.path(name);
            if (!node.isMissingNode() && !node.isNull() && found.isNull()) {
                found = node;
            }
        }
        return found;
    }

    private JsonNode require(String... names) {
        boolean there = false;
        for (String name : names) {
            there = there || body.has(name);
        }
        if (!there) {
            faults.add(BodyFault.missing("body", names[0]));
        }
        return find(names);
    }
}
