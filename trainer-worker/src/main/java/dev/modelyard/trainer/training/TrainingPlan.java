package dev.modelyard.trainer.training;

import dev.modelyard.networks.graph.EmbeddingBag;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.Node;
import dev.modelyard.networks.json.NetworkJson;
import dev.modelyard.networks.weights.Weights;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Everything a training needs.
 *
 * @param initial the weights it begins with
 * @param validation what is scored after each epoch
 * @param test what is scored once, with the weights that are kept
 * @param scoring a fresh one for each split and epoch
 * @param seed of order, augmentation and dropout
 * @param neighbours what answers are mixed with those of the nearest training examples by; empty: they are not
 */
public record TrainingPlan(
        Network network,
        Weights initial,
        Recipe recipe,
        Loss loss,
        Examples train,
        Optional<Examples> validation,
        Optional<Examples> test,
        Supplier<Scoring> scoring,
        long seed,
        Optional<Likeness> neighbours) {
    public TrainingPlan {
        if (train.size() == 0) {
            throw new IllegalArgumentException("a training needs examples");
        }
    }

    /** A plan whose answers are those of the network alone. */
    public TrainingPlan(
            Network network,
            Weights initial,
            Recipe recipe,
            Loss loss,
            Examples train,
            Optional<Examples> validation,
            Optional<Examples> test,
            Supplier<Scoring> scoring,
            long seed) {
        this(network, initial, recipe, loss, train, validation, test, scoring, seed, Optional.empty());
    }

    /** The same training in batches half as large, twice as many of them a step. */
    public TrainingPlan withHalfBatches() {
        return with(recipe.withHalfBatches(), loss, neighbours);
    }

    /** The same training, whose batches already have each example twice, under {@link Loss.RDrop}. */
    public TrainingPlan withRDrop(double weight) {
        return with(recipe, new Loss.RDrop(loss, weight), neighbours);
    }

    /** The same training whose answers are mixed with those of the nearest training examples. */
    public TrainingPlan withNeighbours(Likeness likeness) {
        return with(recipe, loss, Optional.of(likeness));
    }

    private TrainingPlan with(Recipe recipe, Loss loss, Optional<Likeness> neighbours) {
        return new TrainingPlan(network, initial, recipe, loss, train, validation, test, scoring, seed, neighbours);
    }

    /** How many rows pass through the network at a time. */
    public int rows() {
        return loss instanceof Loss.RDrop ? 2 * recipe.batchSize() : recipe.batchSize();
    }

    /** The network as the recipe's optimiser can take it: most need dense gradients. */
    Network trainable() {
        return recipe.allowsSparseGradients() ? network : withDenseGradients(network);
    }

    /** Names what is trained and how: states of one plan are of no use to another. */
    public String fingerprint() {
        String recipe = "%s %d %d %d"
                .formatted(
                        recipe(),
                        seed,
                        train.size(),
                        validation.map(Examples::size).orElse(0));
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(NetworkJson.write(network));
            return HexFormat.of().formatHex(digest.digest(recipe.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whether each epoch's weights are compared by their validation score. */
    boolean selects() {
        return recipe.selection() == Selection.BEST && validation.isPresent();
    }

    long stepsPerEpoch() {
        return Math.ceilDiv(EpochOrder.count(train.size(), recipe.batchSize()), recipe.accumulation());
    }

    long steps() {
        return stepsPerEpoch() * recipe.maxEpochs();
    }

    private static Network withDenseGradients(Network network) {
        List<Node> nodes = network.nodes().stream()
                .map(node -> node instanceof EmbeddingBag bag
                        ? new EmbeddingBag(
                                bag.name(),
                                bag.ids(),
                                bag.weights(),
                                bag.rows(),
                                bag.width(),
                                bag.bias(),
                                false,
                                bag.initialization())
                        : node)
                .toList();
        return new Network(network.inputs(), nodes, network.outputs(), network.trainingOutputs());
    }
}
