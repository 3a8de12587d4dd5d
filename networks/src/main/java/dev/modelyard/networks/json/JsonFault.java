package dev.modelyard.networks.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.modelyard.networks.graph.InvalidNetworkException;
import org.jspecify.annotations.Nullable;

/** Says in words of the file, not of the program, what is wrong with a JSON text. */
final class JsonFault {
    private JsonFault() {}

    static String describe(JsonProcessingException fault) {
        if (fault instanceof JsonMappingException mapping) {
            return "network.json" + path(mapping) + ": " + reason(mapping);
        }
        return "network.json: not sound JSON: " + fault.getOriginalMessage();
    }

    /** The reason alone; a null in a list, for one, is told apart from what a constructor refuses. */
    static String reason(Exception fault) {
        return switch (fault) {
            case UnrecognizedPropertyException unknown -> "the field '" + unknown.getPropertyName() + "' is not known";
            case InvalidTypeIdException unknown ->
                unknown.getTypeId() == null ? "type is missing" : "the type '" + unknown.getTypeId() + "' is not known";
            case InvalidNetworkException invalid -> String.valueOf(invalid.getMessage());
            default -> {
                @Nullable Throwable cause = fault.getCause();
                yield switch (cause) {
                    case InvalidNetworkException invalid -> String.valueOf(invalid.getMessage());
                    case StreamReadException unsound -> "not sound JSON: " + unsound.getOriginalMessage();
                    case null, default -> "a value is missing or not of the kind expected";
                };
            }
        };
    }

    private static String path(JsonMappingException fault) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : fault.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? " " : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }
}
