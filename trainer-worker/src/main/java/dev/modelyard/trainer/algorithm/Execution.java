package dev.modelyard.trainer.algorithm;

import dev.modelyard.artifactstore.ArtifactCorruptException;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.job.CheckpointReference;
import dev.modelyard.networks.shape.NetworkCost;
import dev.modelyard.networks.torchscript.RenderOptions;
import dev.modelyard.trainer.checkpoint.Checkpoints;
import dev.modelyard.trainer.run.JobFailedException;
import dev.modelyard.trainer.run.RunContext;
import dev.modelyard.trainer.training.TrainingLoop;
import dev.modelyard.trainer.training.TrainingOutcome;
import dev.modelyard.trainer.training.TrainingPlan;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** Carries out a plan: goes on from a checkpoint where there is one, and halves batches that do not fit into memory. */
final class Execution {
    private static final long MIB = 1L << 20;

    private final RenderOptions arithmetic;
    private final RunContext context;
    private final Checkpoints checkpoints;

    /** Where a training begins. */
    private record Begin(TrainingPlan plan, Optional<Checkpoints.Kept> kept) {}

    private Execution(RenderOptions arithmetic, RunContext context, Checkpoints checkpoints) {
        this.arithmetic = arithmetic;
        this.context = context;
        this.checkpoints = checkpoints;
    }

    /**
     * Trains to the end.
     *
     * @throws JobFailedException if it cannot; {@code OUT_OF_MEMORY} only if not even one example at a time fits
     */
    static TrainingOutcome of(
            TrainingPlan plan,
            RenderOptions arithmetic,
            Optional<Checkpoints.Kept> resume,
            RunContext context,
            Checkpoints checkpoints) {
        Execution execution = new Execution(arithmetic, context, checkpoints);
        return execution.train(
                resume.map(kept -> execution.begin(plan, kept)).orElse(new Begin(plan, Optional.empty())));
    }

    /** What a checkpoint holds; empty, and said in the log, if it is of no use. */
    static Optional<Checkpoints.Kept> open(CheckpointReference reference, RunContext context) throws IOException {
        try {
            return Optional.of(Checkpoints.open(context, reference));
        } catch (NoSuchFileException e) {
            beginsAnew(reference.epoch(), reference.step(), "is gone", context);
        } catch (ArtifactCorruptException e) {
            beginsAnew(reference.epoch(), reference.step(), "is damaged", context);
        }
        return Optional.empty();
    }

    private static void beginsAnew(int epoch, long step, String reason, RunContext context) {
        context.log("the checkpoint of epoch %d, step %d %s; the training begins anew".formatted(epoch, step, reason));
    }

    private TrainingOutcome train(Begin begin) {
        TrainingPlan plan = fitting(begin.plan());
        Optional<Checkpoints.Kept> kept = halved(begin.plan(), plan) ? Optional.empty() : begin.kept();
        while (true) {
            try {
                return TrainingLoop.run(plan, arithmetic, context, checkpoints, kept);
            } catch (JobFailedException e) {
                if (e.code() != ErrorCode.OUT_OF_MEMORY || plan.recipe().batchSize() == 1) {
                    throw e;
                }
                int tooLarge = plan.recipe().batchSize();
                plan = plan.withHalfBatches();
                kept = Optional.empty();
                context.log("batches of %d do not fit into memory: begins anew with batches of %d, %d a step"
                        .formatted(
                                tooLarge,
                                plan.recipe().batchSize(),
                                plan.recipe().accumulation()));
            }
        }
    }

    /**
     * The plan in batches that fit by their estimate: on processors, memory that is not there ends the process, not the allocation.
     *
     * @throws JobFailedException {@code OUT_OF_MEMORY} if not even one example at a time fits
     */
    private TrainingPlan fitting(TrainingPlan plan) {
        TrainingPlan fitting = plan;
        while (needs(fitting) > context.memoryBytes()) {
            if (fitting.recipe().batchSize() == 1) {
                throw new JobFailedException(
                        ErrorCode.OUT_OF_MEMORY,
                        "Training this network takes about %d MiB even with one example at a time, and this worker may use %d MiB."
                                .formatted(needs(fitting) / MIB, context.memoryBytes() / MIB));
            }
            fitting = fitting.withHalfBatches();
        }
        if (halved(plan, fitting)) {
            context.log("batches of %d would take about %d MiB, and there are %d: batches of %d, %d a step"
                    .formatted(
                            plan.recipe().batchSize(),
                            needs(plan) / MIB,
                            context.memoryBytes() / MIB,
                            fitting.recipe().batchSize(),
                            fitting.recipe().accumulation()));
        }
        return fitting;
    }

    private static boolean halved(TrainingPlan plan, TrainingPlan fitting) {
        return fitting.recipe().batchSize() < plan.recipe().batchSize();
    }

    private static long needs(TrainingPlan plan) {
        return NetworkCost.trainingMemory(plan.network(), plan.rows()).total();
    }

    /** Where the state leads, which may be a plan whose batches were halved; the beginning if it is of no use. */
    private Begin begin(TrainingPlan plan, Checkpoints.Kept kept) {
        TrainingPlan fitting = plan;
        while (!kept.state().plan().equals(fitting.fingerprint())
                && fitting.recipe().batchSize() > 1) {
            fitting = fitting.withHalfBatches();
        }
        if (kept.state().plan().equals(fitting.fingerprint())) {
            return new Begin(fitting, Optional.of(kept));
        }
        beginsAnew(kept.state().epoch(), kept.state().step(), "was made by another version of the recipe", context);
        return new Begin(plan, Optional.empty());
    }
}
