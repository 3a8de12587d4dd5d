package dev.modelyard.contracts.job;

import java.util.Optional;

/**
 * What the caller sets of a training; whatever is absent follows the recipe of the network.
 *
 * @param seed of initial weights, order, augmentation and dropout
 * @param minEpochs early stopping does not end a training before
 * @param maxEpochs the training ends after these at the latest
 * @param batchSize examples a step
 * @param learningRate peak learning rate
 * @param weightDecay decoupled weight decay
 * @param labelSmoothing share of the target spread over all classes, 0 to below 1
 * @param gradientClip largest L2 norm of all gradients together
 * @param accumulation batches whose gradients are added up before a step
 * @param patience epochs without a better validation score before early stopping; 0: never stop early
 * @param inputSize height and width of images in pixels
 * @param keepCheckpoints how many checkpoints are kept
 * @param maxTokens tokens of a text, or of two together, that a pretrained encoder takes; what follows is cut off
 * @param freezeLayers layers of a pretrained encoder, counted from the words, that stay as they are; the table of words does too
 * @param fewShot what makes few examples of texts go further
 */
public record TrainingParameters(
        long seed,
        Optional<Integer> minEpochs,
        Optional<Integer> maxEpochs,
        Optional<Integer> batchSize,
        Optional<Double> learningRate,
        Optional<OptimizerKind> optimizer,
        Optional<ScheduleKind> schedule,
        Optional<Double> warmup,
        Optional<Double> weightDecay,
        Optional<Double> labelSmoothing,
        Optional<Double> gradientClip,
        Optional<Integer> accumulation,
        Optional<Integer> patience,
        Optional<Precision> precision,
        Optional<Integer> inputSize,
        Optional<Boolean> augmentation,
        Optional<Integer> keepCheckpoints,
        Optional<Integer> maxTokens,
        Optional<Integer> freezeLayers,
        Optional<FewShot> fewShot) {
    /** The recipe as it is, with that seed. */
    public static TrainingParameters recipe(long seed) {
        return new TrainingParameters(
                seed,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
