package dev.modelyard.trainer.training;

import dev.modelyard.contracts.job.OptimizerKind;
import dev.modelyard.contracts.job.Precision;
import dev.modelyard.contracts.job.TrainingParameters;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How a network is trained.
 *
 * @param learningRate at its peak
 * @param biasRate learning rate of biases as a share of it
 * @param batchSize examples a batch
 * @param accumulation batches a step
 * @param patience epochs without a better score before an early stop; 0: never
 * @param gradientClip largest L2 norm of all gradients together
 * @param groups parameters that learn in another way than the others; the first that fits one counts
 * @param averaging decay of an exponential average of the weights, which is then what is scored and kept; it warms up as
 *     min(decay, (1 + n) / (10 + n))
 */
public record Recipe(
        Optimizer optimizer,
        double learningRate,
        double biasRate,
        double weightDecay,
        Schedule schedule,
        int batchSize,
        int accumulation,
        int minEpochs,
        int maxEpochs,
        int patience,
        Selection selection,
        OptionalDouble gradientClip,
        List<ParameterGroup> groups,
        OptionalDouble averaging,
        Precision precision) {
    public Recipe {
        groups = List.copyOf(groups);
    }

    /** A recipe in which all parameters learn alike. */
    public Recipe(
            Optimizer optimizer,
            double learningRate,
            double biasRate,
            double weightDecay,
            Schedule schedule,
            int batchSize,
            int accumulation,
            int minEpochs,
            int maxEpochs,
            int patience,
            Selection selection,
            OptionalDouble gradientClip,
            OptionalDouble averaging,
            Precision precision) {
        this(
                optimizer,
                learningRate,
                biasRate,
                weightDecay,
                schedule,
                batchSize,
                accumulation,
                minEpochs,
                maxEpochs,
                patience,
                selection,
                gradientClip,
                List.of(),
                averaging,
                precision);
    }

    private static final Optimizer.Sgd SGD = new Optimizer.Sgd(0.9);
    /** Learning rate that suits the other optimiser, where a caller changes only that. */
    private static final double ADAMW_RATE = 1e-3;

    private static final double SGD_RATE = 0.05;

    /** This recipe with what a caller set in its place. */
    public Recipe with(TrainingParameters parameters) {
        Optimizer chosen = parameters.optimizer().map(this::optimizer).orElse(optimizer);
        boolean same = chosen.getClass() == optimizer.getClass();
        double rate = same ? learningRate : chosen instanceof Optimizer.AdamW ? ADAMW_RATE : SGD_RATE;
        int most = parameters
                .maxEpochs()
                .orElse(Math.max(maxEpochs, parameters.minEpochs().orElse(1)));
        boolean stopsEarly = parameters.patience().map(epochs -> epochs > 0).orElse(selection == Selection.BEST);
        return new Recipe(
                chosen,
                parameters.learningRate().orElse(rate),
                same ? biasRate : 1,
                parameters.weightDecay().orElse(weightDecay),
                new Schedule(
                        parameters.schedule().orElse(schedule.kind()),
                        parameters.warmup().orElse(schedule.warmup()),
                        schedule.floor()),
                parameters.batchSize().orElse(batchSize),
                parameters.accumulation().orElse(accumulation),
                Math.min(most, parameters.minEpochs().orElse(minEpochs)),
                most,
                parameters.patience().orElse(patience),
                stopsEarly ? Selection.BEST : selection,
                parameters.gradientClip().map(OptionalDouble::of).orElse(gradientClip),
                parameters.optimizer().isPresent() ? groupsUnder(chosen) : groups,
                averaging,
                parameters.precision().orElse(precision));
    }

    /** With an optimiser that the caller chose for all: shares of its rate mean the same under it, those of another optimiser's do not. */
    private List<ParameterGroup> groupsUnder(Optimizer chosen) {
        return groups.stream()
                .filter(group -> group.optimizer().getClass() == optimizer.getClass())
                .map(group -> new ParameterGroup(group.prefix(), chosen, group.rate()))
                .toList();
    }

    /** The same steps of batches half as large, for machines where these do not fit. */
    Recipe withHalfBatches() {
        return new Recipe(
                optimizer,
                learningRate,
                biasRate,
                weightDecay,
                schedule,
                Math.ceilDiv(batchSize, 2),
                accumulation * 2,
                minEpochs,
                maxEpochs,
                patience,
                selection,
                gradientClip,
                groups,
                averaging,
                precision);
    }

    private Optimizer optimizer(OptimizerKind kind) {
        return switch (kind) {
            case ADAMW -> optimizer instanceof Optimizer.AdamW ? optimizer : Optimizer.ADAMW;
            case SGD -> optimizer instanceof Optimizer.Sgd ? optimizer : SGD;
        };
    }

    /** Whether gradients may stay sparse: nothing in this recipe touches rows that a batch does not use. */
    boolean allowsSparseGradients() {
        return groups.isEmpty()
                && optimizer instanceof Optimizer.Sgd sgd
                && sgd.momentum() == 0
                && gradientClip.isEmpty();
    }
}
