package dev.modelyard.trainer.dataset.content;

import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/** Numbers as people write them in tables; none of the forms that only programming languages have. */
public final class Numbers {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern INFINITE = Pattern.compile("[+-]?(inf|infinity)", Pattern.CASE_INSENSITIVE);
    private static final Set<String> MISSING = Set.of("", "?", "NA", "N/A", "n/a", "NaN", "nan", "NAN", "null", "NULL");

    private Numbers() {}

    /** The number, which may be infinite: {@code inf}, or too large. */
    public static OptionalDouble parse(String text) {
        if (text.length() < 400 && DECIMAL.matcher(text).matches()) {
            return OptionalDouble.of(Double.parseDouble(text));
        }
        if (INFINITE.matcher(text).matches()) {
            return OptionalDouble.of(text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        return OptionalDouble.empty();
    }

    /** Whether a cell says that there is no value. */
    public static boolean isMissing(String text) {
        return MISSING.contains(text);
    }
}
