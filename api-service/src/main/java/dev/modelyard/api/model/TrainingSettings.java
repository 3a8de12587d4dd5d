package dev.modelyard.api.model;

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
        Optional<Integer> keepCheckpoints) {
    /** The seed of a training that names none. */
    public static final long DEFAULT_SEED = 42;

    /** The recipe of the network but for the seed and the number of epochs. */
    public static TrainingSettings ofEpochs(long seed, Optional<Integer> least, Optional<Integer> most) {
        return new TrainingSettings(
                Optional.of(seed),
                least,
                most,
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
                keepCheckpoints);
    }
}
