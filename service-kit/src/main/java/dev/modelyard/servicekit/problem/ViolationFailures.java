package dev.modelyard.servicekit.problem;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Broken constraints of Bean Validation, as fields of the request. */
final class ViolationFailures {
    private ViolationFailures() {}

    /** Empty if the request is not to blame: an answer of ours that breaks its own constraints, or a call inside. */
    static Optional<Failure> translate(ConstraintViolationException error) {
        boolean ours = error.getConstraintViolations() == null
                || error.getConstraintViolations().isEmpty()
                || error.getConstraintViolations().stream().anyMatch(ViolationFailures::ofAnswer);
        if (ours) {
            return Optional.empty();
        }
        List<FieldError> errors = error.getConstraintViolations().stream()
                .map(violation -> new FieldError(field(violation.getPropertyPath()), violation.getMessage()))
                .sorted(Comparator.comparing(FieldError::field).thenComparing(FieldError::message))
                .toList();
        return Optional.of(Failure.ofFields(errors));
    }

    private static boolean ofAnswer(ConstraintViolation<?> violation) {
        return nodes(violation.getPropertyPath()).stream().anyMatch(node -> node.getKind() == ElementKind.RETURN_VALUE);
    }

    /** {@code create.request.maxEpochs} is {@code max_epochs}; {@code list.limit} is {@code limit}. */
    private static String field(Path path) {
        List<Path.Node> nodes = nodes(path);
        boolean insideBody = nodes.stream().anyMatch(node -> node.getKind() == ElementKind.PROPERTY);
        StringBuilder field = new StringBuilder();
        for (Path.Node node : nodes) {
            boolean named =
                    node.getKind() == ElementKind.PROPERTY || (node.getKind() == ElementKind.PARAMETER && !insideBody);
            if (node.isInIterable()) {
                Object place = node.getIndex() == null ? node.getKey() : node.getIndex();
                field.append('[').append(place == null ? "" : place).append(']');
            }
            if (named) {
                field.append(field.isEmpty() ? "" : ".").append(FieldNames.wire(node.getName()));
            }
        }
        return field.toString();
    }

    private static List<Path.Node> nodes(Path path) {
        return StreamSupport.stream(path.spliterator(), false).toList();
    }
}
