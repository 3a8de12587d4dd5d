package dev.modelyard.servicekit.problem;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;

/** The names that callers know the fields by. */
final class FieldNames {
    private static final SnakeCaseStrategy SNAKE_CASE = new SnakeCaseStrategy();

    private FieldNames() {}

    static String wire(String javaName) {
        return SNAKE_CASE.translate(javaName);
    }
}
