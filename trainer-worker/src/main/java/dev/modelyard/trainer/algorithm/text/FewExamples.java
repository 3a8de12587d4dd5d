package dev.modelyard.trainer.algorithm.text;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.job.FewShot;
import dev.modelyard.contracts.job.TrainingParameters;
import dev.modelyard.trainer.algorithm.Goal;
import dev.modelyard.trainer.run.JobFailedException;
import dev.modelyard.trainer.run.RunContext;
import dev.modelyard.trainer.training.Likeness;
import dev.modelyard.trainer.training.TrainingPlan;
import java.util.Optional;

/** What makes few examples go further and is the same for all networks of texts. */
record FewExamples(FewShot settings) {
    /** Numbers of a table of neighbours, 4 bytes each. */
    private static final long MOST = 64L << 20;

    static FewExamples of(TrainingParameters parameters) {
        return new FewExamples(parameters.fewShot().orElse(FewShot.RECIPE));
    }

    /**
     * How a training sees its examples.
     *
     * @param entries of bags that are left out, as a share
     */
    PreparedExamples.Noise noise(double entries) {
        WordNoise words = new WordNoise(settings.textAugmentation().orElse(0.0));
        return new PreparedExamples.Noise(words, entries, rDrop().isPresent() ? 2 : 1);
    }

    private Optional<Double> rDrop() {
        return settings.rDrop().filter(weight -> weight > 0);
    }

    /**
     * A plan with what is asked for.
     *
     * @param divided what is trained on, and what says how much neighbours count
     * @param likeness what examples are compared by
     * @param width numbers that are kept of each
     * @throws JobFailedException if neighbours are asked for where there can be none
     */
    TrainingPlan applied(
            TrainingPlan plan, Goal goal, Divided<?> divided, Likeness likeness, long width, RunContext context) {
        TrainingPlan applied = rDrop().map(plan::withRDrop).orElse(plan);
        if (!settings.neighbours().orElse(false)) {
            return applied;
        }
        if (!(goal instanceof Goal.Classes)) {
            throw new JobFailedException(
                    ErrorCode.UNTRAINABLE, "neighbours vote for classes, and this dataset has grades");
        }
        if (settings.labelMatching().orElse(false)) {
            throw new JobFailedException(
                    ErrorCode.UNTRAINABLE, "neighbours vote for labels that are known; label_matching is for any");
        }
        if (plan.train().size() * width > MOST) {
            throw new JobFailedException(
                    ErrorCode.UNTRAINABLE,
                    "neighbours are for few examples: a table of %d examples and %d numbers each would have more than %d"
                            .formatted(plan.train().size(), width, MOST));
        }
        if (divided.validation().size() == 0 || !divided.apart()) {
            context.log("no validation examples say how much neighbours should count: they do not");
            return applied;
        }
        return applied.withNeighbours(likeness);
    }
}
