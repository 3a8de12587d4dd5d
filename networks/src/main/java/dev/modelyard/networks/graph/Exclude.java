package dev.modelyard.networks.graph;

import java.util.List;

/**
 * Batch × wanted × width with −1e9 for all that was gathered for a negative place, so that a softmax leaves nothing of it.
 *
 * @param places i64, batch × wanted
 */
public record Exclude(String name, String input, String places) implements Node {
    /** What stands for none. */
    public static final float NONE = -1e9f;

    public Exclude {
        Check.name("node", name);
    }

    @Override
    public List<String> inputs() {
        return List.of(input, places);
    }
}
