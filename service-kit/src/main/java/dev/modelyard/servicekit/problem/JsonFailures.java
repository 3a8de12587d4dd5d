package dev.modelyard.servicekit.problem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.modelyard.contracts.error.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** JSON that could not be read, in words that a caller knows: lines and fields, never Java types. */
public final class JsonFailures {
    /** Class names, and Jackson's quoted types and source hints: signs that a text was written for programmers. */
    private static final Pattern PROGRAMMERS_WORDS =
            Pattern.compile("`|\\b[a-z]\\w*(\\.\\w+)+\\.[A-Z]\\w*|\\bjava\\b|Exception\\b");

    private JsonFailures() {}

    /** Empty if the request is not to blame: a type of ours that Jackson cannot handle. */
    static Optional<Failure> translate(JsonProcessingException error) {
        return switch (error) {
            case InvalidDefinitionException _ -> Optional.empty();
            case JsonMappingException mapping
            when mapping.getCause() instanceof ProblemException problem -> Optional.of(problem.failure());
            case JsonMappingException mapping
            when mapping.getCause() instanceof InputCoercionException -> Optional.of(mismatch(mapping));
            case JsonMappingException mapping
            when mapping.getCause() instanceof JsonProcessingException inner
                    && !(inner instanceof JsonMappingException) -> Optional.of(malformed(inner));
            case JsonMappingException mapping -> Optional.of(mismatch(mapping));
            default -> Optional.of(malformed(error));
        };
    }

    /** What is wrong with a text that is no JSON, or JSON beyond what is read, and where. */
    public static Failure malformed(JsonProcessingException error) {
        String reason = error instanceof StreamConstraintsException
                ? "nested too deeply, of too many values, or a name, number or text in it is too long"
                : sober(error.getOriginalMessage()).orElse("not JSON");
        return Failure.of(
                ErrorCode.MALFORMED_REQUEST, "The body is not readable as JSON, " + at(error.getLocation()) + reason);
    }

    private static Failure mismatch(JsonMappingException error) {
        String field = path(error.getPath());
        String message = message(error);
        if (field.isEmpty()) {
            return Failure.of(ErrorCode.MALFORMED_REQUEST, "The body " + message + ".");
        }
        FieldError fault = new FieldError(field, message);
        return new Failure(
                ErrorCode.INVALID_FIELD,
                capitalised(at(error.getLocation())) + field + " " + message,
                List.of(fault),
                Optional.empty(),
                Map.of());
    }

    private static String message(JsonMappingException error) {
        return switch (error) {
            case UnrecognizedPropertyException unknown -> "is not a field of this request" + known(unknown);
            case InvalidTypeIdException _ -> "does not name one of the known kinds";
            case InvalidFormatException format -> "must be " + expected(format.getTargetType());
            case ValueInstantiationException value ->
                Optional.ofNullable(value.getCause())
                        .filter(IllegalArgumentException.class::isInstance)
                        .map(Throwable::getMessage)
                        .flatMap(JsonFailures::sober)
                        .map(reason -> "is not valid: " + reason)
                        .orElse("is not valid");
            case MismatchedInputException mismatch -> "must be " + expected(mismatch.getTargetType());
            case JsonMappingException mapping
            when mapping.getCause() instanceof InputCoercionException number ->
                "must be " + expected(number.getTargetType());
            default -> "is not valid";
        };
    }

    private static String known(UnrecognizedPropertyException unknown) {
        if (unknown.getKnownPropertyIds() == null
                || unknown.getKnownPropertyIds().isEmpty()) {
            return "";
        }
        return unknown.getKnownPropertyIds().stream()
                .map(Object::toString)
                .sorted()
                .collect(Collectors.joining(", ", "; known are ", ""));
    }

    private static String expected(@Nullable Class<?> type) {
        return type == null ? "of another type" : ExpectedType.describe(type);
    }

    private static Optional<String> sober(@Nullable String message) {
        return Optional.ofNullable(message)
                .map(text -> text.lines().findFirst().orElse(""))
                .filter(text ->
                        !text.isBlank() && !PROGRAMMERS_WORDS.matcher(text).find());
    }

    private static String at(@Nullable JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
    }

    private static String capitalised(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static String path(List<JsonMappingException.Reference> references) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference : references) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
            }
        }
        return path.toString();
    }
}
