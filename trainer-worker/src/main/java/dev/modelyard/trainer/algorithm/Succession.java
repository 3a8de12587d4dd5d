package dev.modelyard.trainer.algorithm;

import dev.modelyard.contracts.job.CheckpointReference;
import dev.modelyard.contracts.job.Precision;
import dev.modelyard.networks.shape.NetworkCost;
import dev.modelyard.networks.torchscript.RenderOptions;
import dev.modelyard.trainer.checkpoint.CheckpointPolicy;
import dev.modelyard.trainer.checkpoint.Checkpoints;
import dev.modelyard.trainer.device.Arithmetic;
import dev.modelyard.trainer.device.Torch;
import dev.modelyard.trainer.run.RunContext;
import dev.modelyard.trainer.training.TrainingOutcome;
import dev.modelyard.trainer.training.TrainingPlan;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** Carries out a planned training, and the one that may follow it; the better of the two counts. */
final class Succession {
    private final String network;
    private final RunContext context;
    private final Checkpoints checkpoints;

    /**
     * What came of it.
     *
     * @param planned the training whose weights are kept
     * @param outcome of all trainings together
     */
    record Ended(PlannedTraining planned, TrainingOutcome outcome) {}

    private Succession(String network, RunContext context, Checkpoints checkpoints) {
        this.network = network;
        this.context = context;
        this.checkpoints = checkpoints;
    }

    /**
     * Trains to the end.
     *
     * @param network its name, for the log
     * @param resume a checkpoint of whichever of the trainings
     */
    static Ended of(
            PlannedTraining planned,
            String network,
            Optional<CheckpointReference> resume,
            RunContext context,
            CheckpointPolicy policy)
            throws IOException {
        Optional<Checkpoints.Kept> kept = resume.isPresent() ? Execution.open(resume.get(), context) : Optional.empty();
        try (Checkpoints checkpoints = new Checkpoints(context, policy)) {
            return new Succession(network, context, checkpoints).train(planned, kept);
        }
    }

    private Ended train(PlannedTraining first, Optional<Checkpoints.Kept> kept) throws IOException {
        TrainingOutcome outcome =
                execute(first.plan(), kept.flatMap(Checkpoints.Kept::before).or(() -> kept), context);
        Optional<PlannedTraining> second =
                first.followUp().isPresent() ? first.followUp().get().plan(outcome) : Optional.empty();
        return second.isEmpty() ? new Ended(first, outcome) : betterOf(first, outcome, second.get(), kept);
    }

    private Ended betterOf(
            PlannedTraining first, TrainingOutcome outcome, PlannedTraining second, Optional<Checkpoints.Kept> kept) {
        try (second) {
            TrainingOutcome further = execute(
                    second.plan(),
                    kept.filter(state -> state.before().isPresent()),
                    new FollowingRun(context, outcome));
            boolean better = accuracy(further) >= accuracy(outcome);
            context.log("kept the %s: accuracy in validation %s of the teacher, %s of the student"
                    .formatted(better ? "student" : "teacher", shown(outcome), shown(further)));
            return better ? new Ended(second, further.after(outcome)) : new Ended(first, outcome.before(further));
        }
    }

    private TrainingOutcome execute(TrainingPlan plan, Optional<Checkpoints.Kept> kept, RunContext run) {
        RenderOptions arithmetic = Arithmetic.choose(plan.recipe().precision(), plan.network(), run.devices());
        run.log("network %s, %d parameters, seed %d, %s%s"
                .formatted(
                        network,
                        NetworkCost.parameterCount(plan.network()),
                        plan.seed(),
                        arithmetic.bf16() ? "bf16" : "f32",
                        arithmetic.channelsLast() ? ", channels last" : ""));
        if (plan.recipe().precision() == Precision.BF16 && !arithmetic.bf16()) {
            run.log("bf16 was asked for, but this machine has no hardware for it");
        }
        Torch.use(Arithmetic.threads(plan.network(), run.threads()));
        return Execution.of(plan, arithmetic, kept, run, checkpoints);
    }

    /** Of the weights that were kept, in validation. Where there is none, no training beats the one that has learnt from more. */
    private static double accuracy(TrainingOutcome outcome) {
        return outcome.validation()
                .map(scores -> scores.values().getOrDefault(ClassificationScoring.ACCURACY, 0.0))
                .orElse(0.0);
    }

    private static String shown(TrainingOutcome outcome) {
        return outcome.validation().isPresent() ? String.format(Locale.ROOT, "%.4f", accuracy(outcome)) : "unknown";
    }
}
