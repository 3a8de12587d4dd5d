package dev.modelyard.networks.graph;

import java.util.List;

/** One place of axis 1 of three axes or more, which is gone then: the first word of a text, say. */
public record Select(String name, String input, int place) implements Node {
    public Select {
        Check.name("node", name);
        Check.that(place >= 0, name, "place must be at least 0");
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }
}
