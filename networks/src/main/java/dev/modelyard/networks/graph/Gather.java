package dev.modelyard.networks.graph;

import java.util.List;

/**
 * Some places of batch × places × width, in the order asked for: batch × wanted × width. Where a negative place is wanted it is the first
 * that is given; see {@link Exclude}.
 *
 * @param places i64, batch × wanted
 */
public record Gather(String name, String input, String places) implements Node {
    public Gather {
        Check.name("node", name);
    }

    @Override
    public List<String> inputs() {
        return List.of(input, places);
    }
}
