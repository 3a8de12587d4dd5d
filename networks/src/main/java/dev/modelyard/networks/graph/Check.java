package dev.modelyard.networks.graph;

import java.util.List;
import java.util.regex.Pattern;

/** What constructors of nodes ask of their fields. */
final class Check {
    /**
     * Letters, digits and single underscores in parts joined by dots, beginning with a letter. No double underscore, so
     * that a dot can be written as one where dots are not allowed.
     */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9]*(?:[_.][a-zA-Z0-9]+)*");

    private static final int LONGEST_NAME = 200;
    private static final long LARGEST_SIZE = 1L << 31;

    private Check() {}

    static void name(String owner, String name) {
        if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
            String shown = name.length() > 60 ? name.substring(0, 60) + "…" : name;
            throw new InvalidNetworkException(owner + ": name '" + shown
                    + "' must be letters and digits joined by single _ or ., a letter first");
        }
    }

    static void positive(String node, String field, long value) {
        if (value < 1 || value > LARGEST_SIZE) {
            throw new InvalidNetworkException(
                    node + ": " + field + " must be between 1 and " + LARGEST_SIZE + ", not " + value);
        }
    }

    static void that(boolean holds, String node, String requirement) {
        if (!holds) {
            throw new InvalidNetworkException(node + ": " + requirement);
        }
    }

    static void finite(String node, String field, double value) {
        that(Double.isFinite(value), node, field + " must be a finite number, not " + value);
    }

    static void allFinite(String node, String field, List<Float> values) {
        that(!values.isEmpty(), node, field + " must not be empty");
        for (float value : values) {
            finite(node, field, value);
        }
    }

    static void atLeast(String node, String field, List<String> inputs, int number) {
        that(inputs.size() >= number, node, field + " must name at least " + number + " tensors");
    }
}
