package dev.modelyard.networks.graph;

import java.util.List;

/**
 * What the nearest of some examples vote for (Khandelwal et al. 2020): similarities, batch × examples, to batch × classes. Of each row
 * the largest similarities become weights by a softmax, and each example gives its weight to its classes. Examples as similar as the
 * last of them vote too. The parameter {@code votes}, examples × classes, is not trained.
 *
 * @param nearest how many vote
 * @param temperature that similarities are divided by
 */
public record NearestVotes(String name, String input, int examples, int classes, int nearest, double temperature)
        implements Node {
    public NearestVotes {
        Check.name("node", name);
        Check.positive(name, "examples", examples);
        Check.positive(name, "classes", classes);
        Check.positive(name, "nearest", nearest);
        Check.that(nearest <= examples, name, "nearest must not be over examples");
        Check.that(temperature > 0 && Double.isFinite(temperature), name, "temperature must be positive");
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }
}
