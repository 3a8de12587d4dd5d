package dev.modelyard.api.model;

import dev.modelyard.contracts.job.FewShot;
import dev.modelyard.contracts.job.OptimizerKind;
import dev.modelyard.contracts.job.Precision;
import dev.modelyard.contracts.job.ScheduleKind;
import dev.modelyard.contracts.job.TrainingParameters;
import java.util.Optional;

/** The {@code parameters} of a training as a caller writes them; see {@link TrainingParameters} for what each is. */
public record TrainingSettings(
        Optional<Long> seed,
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
    /** The seed of a training that names none. */
    public static final long DEFAULT_SEED = 42;

    /** The recipe of the network for texts, but for the seed, the number of epochs and of tokens, and what is for few examples. */
    public static TrainingSettings ofTexts(
            long seed,
            Optional<Integer> leastEpochs,
            Optional<Integer> mostEpochs,
            Optional<Integer> maxTokens,
            Optional<FewShot> fewShot) {
        return new TrainingSettings(
                Optional.of(seed),
                leastEpochs,
                mostEpochs,
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
                maxTokens,
                Optional.empty(),
                fewShot);
    }

    TrainingParameters parameters() {
        return new TrainingParameters(
                seed.orElse(DEFAULT_SEED),
                minEpochs,
                maxEpochs,
                batchSize,
                learningRate,
                optimizer,
                schedule,
                warmup,
                weightDecay,
                labelSmoothing,
                gradientClip,
                accumulation,
                patience,
                precision,
                inputSize,
                augmentation,
                keepCheckpoints,
                maxTokens,
                freezeLayers,
                fewShot);
    }
}
