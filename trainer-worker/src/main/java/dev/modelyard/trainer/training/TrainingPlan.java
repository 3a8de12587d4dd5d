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
 * @param unlabelled what the weights that are kept are asked about at the end
 * @param examples names the training examples where the recipe and their number do not tell them from others; else empty
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
        Optional<Likeness> neighbours,
        Optional<Examples> unlabelled,
        String examples) {
    public TrainingPlan {
        if (train.size() == 0) {
            throw new IllegalArgumentException("a training needs examples");
        }
    }

    /** A plan whose answers are those of the network alone, and that is asked about nothing. */
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
        this(
                network,
                initial,
                recipe,
                loss,
                train,
                validation,
                test,
                scoring,
                seed,
                Optional.empty(),
                Optional.empty(),
                "");
    }

    /** The same training in batches half as large, twice as many of them a step. */
    public TrainingPlan withHalfBatches() {
        return with(recipe.withHalfBatches(), loss, neighbours, unlabelled, examples);
    }

    /** The same training, whose batches already have each example twice, under {@link Loss.RDrop}. */
    public TrainingPlan withRDrop(double weight) {
        return with(recipe, new Loss.RDrop(loss, weight), neighbours, unlabelled, examples);
    }

    /** The same training whose answers are mixed with those of the nearest training examples. */
    public TrainingPlan withNeighbours(Likeness likeness) {
        return with(recipe, loss, Optional.of(likeness), unlabelled, examples);
    }

    /** The same training, asked about these at its end. */
    public TrainingPlan asking(Optional<Examples> about) {
        return with(recipe, loss, neighbours, about, examples);
    }

    /** The same training, whose examples have a name. */
    public TrainingPlan on(String named) {
        return with(recipe, loss, neighbours, unlabelled, named);
    }

    private TrainingPlan with(
            Recipe recipe, Loss loss, Optional<Likeness> neighbours, Optional<Examples> unlabelled, String examples) {
        return new TrainingPlan(
                network,
                initial,
                recipe,
                loss,
                train,
                validation,
                test,
                scoring,
                seed,
                neighbours,
                unlabelled,
                examples);
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
        String recipe = "%s %d %d %d%s"
                .formatted(
                        recipe(),
                        seed,
                        train.size(),
                        validation.map(Examples::size).orElse(0),
                        examples);
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
