package dev.modelyard.trainer.training;

import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.weights.Weights;
import java.util.Optional;

/**
 * A network whose answers are mixed with those of its training examples.
 *
 * @param weights the network's own, and the examples'
 * @param validation scores of the mixture, on what it was chosen by
 */
record Mixture(Network network, Weights weights, Optional<Scores> validation, Optional<Scores> test) {}
