package dev.modelyard.systemtests.documents;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One key that somebody may set.
 *
 * @param property {@code modelyard.batching.max-batch}
 * @param type as Java has it, {@code Optional<Duration>}
 * @param fallback what holds if it is not set, as Java has it; empty: none is given
 * @param description a text in Markdown
 */
record ConfigurationKey(String property, String type, Optional<String> fallback, String description) {
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([a-zA-Z0-9.-]+)(?::(.*))?}");

    /** The environment variable that sets it. */
    String environment() {
        return environmentOf(property);
    }

    private static String environmentOf(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** The type in the words of somebody who sets it. */
    String shownType() {
        String inner = type.replaceFirst("^Optional<(.*)>$", "$1");
        Matcher list = Pattern.compile("(?:List|Set)<(.*)>").matcher(inner);
        return list.matches() ? "list of " + word(list.group(1)) + "s" : word(inner);
    }

    private static String word(String type) {
        return switch (type) {
            case "int", "long", "short", "Integer", "Long", "Short", "OptionalInt", "OptionalLong" -> "number";
            case "double", "float", "Double", "Float", "OptionalDouble" -> "fraction";
            case "boolean", "Boolean" -> "true or false";
            case "Duration" -> "duration";
            case "MemorySize" -> "size";
            case "Path" -> "path";
            case "URI" -> "address";
            case "String" -> "text";
            default -> type;
        };
    }

    /** What holds if it is not set. */
    String shownFallback() {
        if (fallback.isEmpty()) {
            return type.startsWith("Optional") ? "" : "must be set";
        }
        Matcher expression = EXPRESSION.matcher(fallback.get());
        if (!expression.matches()) {
            return "`" + fallback.get() + "`";
        }
        String other = "`" + environmentOf(expression.group(1)) + "`";
        return expression.group(2) == null
                ? other + ", which must be set"
                : other + ", else `" + expression.group(2) + "`";
    }

    /** Its row in a table of Markdown. */
    String row() {
        return "| `%s`<br>`%s` | %s | %s | %s |%n"
                .formatted(environment(), property, shownType(), shownFallback(), description)
                .replace("\r", "");
    }
}
