package dev.modelyard.servicekit.problem;

import dev.modelyard.contracts.wire.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** What a field should have held, in the words of JSON. */
final class ExpectedType {
    private static final Set<Class<?>> INTEGERS = Set.of(
            int.class,
            long.class,
            short.class,
            byte.class,
            Integer.class,
            Long.class,
            Short.class,
            Byte.class,
            BigInteger.class,
            OptionalInt.class,
            OptionalLong.class);
    private static final Set<Class<?>> NUMBERS = Set.of(
            double.class, float.class, Double.class, Float.class, BigDecimal.class, Number.class, OptionalDouble.class);
    private static final Set<Class<?>> TEXTS = Set.of(String.class, CharSequence.class, char.class, Character.class);

    private ExpectedType() {}

    static String describe(Class<?> type) {
        if (INTEGERS.contains(type)) {
            return "a whole number in range";
        }
        if (NUMBERS.contains(type)) {
            return "a number";
        }
        if (TEXTS.contains(type)) {
            return "a text";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == Instant.class || type == OffsetDateTime.class) {
            return "a time like 2026-01-31T08:00:00Z";
        }
        if (type == Duration.class) {
            return "a duration like PT30S";
        }
        if (type == byte[].class) {
            return "base64";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> Json.write(constant).replace("\"", ""))
                            .collect(Collectors.joining(", "));
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        if (Map.class.isAssignableFrom(type)) {
            return "an object";
        }
        return type == Optional.class ? "of another type" : "of the documented shape";
    }
}
