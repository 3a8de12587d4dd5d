package dev.modelyard.servicekit.problem;

/**
 * What is wrong with one field of a request.
 *
 * @param field the path of the field as the caller wrote it, {@code parameters.max_epochs} or {@code inputs[3].text}
 * @param message continues a sentence that begins with the field: {@code must be between 1 and 10000}
 */
public record FieldError(String field, String message) {}
