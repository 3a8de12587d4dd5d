/**
 * The training loop: a network, a recipe and examples go in, weights and their scores come out. Knows no task and no file; DJL
 * and libtorch stay inside {@link dev.modelyard.trainer.training.LiveNetwork} and the optimisers.
 */
@NullMarked
package dev.modelyard.trainer.training;

import org.jspecify.annotations.NullMarked;
