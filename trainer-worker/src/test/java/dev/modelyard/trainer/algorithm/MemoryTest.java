package dev.modelyard.trainer.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import dev.modelyard.artifactstore.FolderStore;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.job.CheckpointReference;
import dev.modelyard.contracts.job.Precision;
import dev.modelyard.contracts.job.ScheduleKind;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Input;
import dev.modelyard.networks.graph.Linear;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.torchscript.RenderOptions;
import dev.modelyard.networks.weights.Initializer;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.trainer.checkpoint.CheckpointPolicy;
import dev.modelyard.trainer.checkpoint.Checkpoints;
import dev.modelyard.trainer.device.Torch;
import dev.modelyard.trainer.run.InterruptedRunException;
import dev.modelyard.trainer.run.Interruption;
import dev.modelyard.trainer.run.JobFailedException;
import dev.modelyard.trainer.training.Batch;
import dev.modelyard.trainer.training.Examples;
import dev.modelyard.trainer.training.Loss;
import dev.modelyard.trainer.training.Optimizer;
import dev.modelyard.trainer.training.Recipe;
import dev.modelyard.trainer.training.Schedule;
import dev.modelyard.trainer.training.Selection;
import dev.modelyard.trainer.training.TrainingOutcome;
import dev.modelyard.trainer.training.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings whose batches do not fit into memory, which is played by examples that say so as libtorch does. */
class MemoryTest {
    private static final Network LINE = new Network(
            List.of(Input.of("x", ElementType.F32, 2)), List.of(Linear.of("line", "x", 2, 1)), List.of("line"));

    @TempDir
    private Path folder;

    /** Rows of which no more than so many fit. */
    private record Rows(int size, int fitting) implements Examples {
        @Override
        public Batch batch(int[] indexes) {
            if (indexes.length > fitting) {
                throw new EngineException("DefaultCPUAllocator: can't allocate memory: you tried to allocate much");
            }
            float[] inputs = new float[2 * indexes.length];
            float[] targets = new float[indexes.length];
            for (int i = 0; i < indexes.length; i++) {
                inputs[2 * i] = indexes[i] / (float) size;
                inputs[2 * i + 1] = 1;
                targets[i] = 3 * inputs[2 * i] - 1;
            }
            return new Batch(
                    List.of(Tensor.of(Shape.of(indexes.length, 2), inputs)),
                    Tensor.of(Shape.of(indexes.length), targets));
        }
    }

    @Test
    void batchesAreHalvedUntilTheyFitAndStepsStayTheSame() throws IOException {
        RecordingContext context = context(_ -> Interruption.NONE);

        TrainingOutcome outcome = train(plan(9), context);

        assertThat(outcome.epochs()).isEqualTo(4);
        assertThat(context.log)
                .contains(
                        "batches of 32 do not fit into memory: begins anew with batches of 16, 2 a step",
                        "batches of 16 do not fit into memory: begins anew with batches of 8, 4 a step");
        // 64 examples in steps of 32, however they are divided
        assertThat(outcome.history().getLast().step()).isEqualTo(8);
    }

    @Test
    void whatDoesNotFitAtAllFailsWithTheReason() {
        assertThatThrownBy(() -> train(plan(0), context(_ -> Interruption.NONE)))
                .isInstanceOfSatisfying(JobFailedException.class, failed -> {
                    assertThat(failed.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY);
                    assertThat(failed).hasMessageContaining("batch size of 1");
                });
    }

    @Test
    void batchesThatWouldNotFitByTheirEstimateAreHalvedBeforeTheyAreTried() throws IOException {
        RecordingContext context = context(_ -> Interruption.NONE);
        // Three numbers with gradient and two moments, and an output for each of at most 13 examples.
        context.memoryBytes = 4 * (4 * 3 + 13);

        TrainingOutcome outcome = train(plan(8), context);

        assertThat(context.log)
                .contains("batches of 32 would take about 0 MiB, and there are 0: batches of 8, 4 a step")
                .noneMatch(line -> line.contains("do not fit"));
        assertThat(outcome.history().getLast().step()).isEqualTo(8);
    }

    @Test
    void whatCannotFitByItsEstimateIsNotTried() throws IOException {
        RecordingContext context = context(_ -> Interruption.NONE);
        context.memoryBytes = 4 * 4 * 3;

        assertThatThrownBy(() -> train(plan(32), context)).isInstanceOfSatisfying(JobFailedException.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY);
            assertThat(failed).hasMessageContaining("one example at a time");
        });
        assertThat(context.epochs).isEmpty();
    }

    @Test
    void aTrainingWithHalvedBatchesGoesOnWithThem() throws IOException {
        TrainingPlan plan = plan(9);
        RecordingContext first = context(run -> run.asked() <= 6 ? Interruption.NONE : Interruption.YIELD);
        InterruptedRunException interrupted = interruption(plan, first);
        RecordingContext second = context(_ -> Interruption.NONE);

        train(plan, second, interrupted.checkpoint());

        assertThat(second.log).anyMatch(line -> line.startsWith("goes on after"));
        assertThat(second.log).noneMatch(line -> line.contains("do not fit"));
    }

    private InterruptedRunException interruption(TrainingPlan plan, RecordingContext context) throws IOException {
        try {
            train(plan, context);
        } catch (InterruptedRunException e) {
            return e;
        }
        throw new AssertionError("the training ended before it was interrupted");
    }

    private static TrainingOutcome train(TrainingPlan plan, RecordingContext context) throws IOException {
        return train(plan, context, Optional.empty());
    }

    private static TrainingOutcome train(
            TrainingPlan plan, RecordingContext context, Optional<CheckpointReference> resume) throws IOException {
        Torch.use(1);
        Optional<Checkpoints.Kept> kept = resume.isPresent() ? Execution.open(resume.get(), context) : Optional.empty();
        try (Checkpoints checkpoints = new Checkpoints(context, CheckpointPolicy.AT_THE_END)) {
            return Execution.of(plan, RenderOptions.EXACT, kept, context, checkpoints);
        }
    }

    private RecordingContext context(Function<RecordingContext, Interruption> interruptions) throws IOException {
        return new RecordingContext(
                new FolderStore(folder.resolve("store")), Files.createTempDirectory(folder, "scratch"), interruptions);
    }

    private static TrainingPlan plan(int fitting) {
        Recipe recipe = new Recipe(
                new Optimizer.Sgd(0.9),
                0.05,
                1,
                0,
                new Schedule(ScheduleKind.CONSTANT, 0, 0),
                32,
                1,
                4,
                4,
                0,
                Selection.LAST,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Precision.FP32);
        return new TrainingPlan(
                LINE,
                Initializer.initialize(LINE, 1),
                recipe,
                new Loss.SmoothL1(0.5),
                new Rows(64, fitting),
                Optional.empty(),
                Optional.empty(),
                () -> {
                    throw new IllegalStateException("nothing is scored here");
                },
                1);
    }
}
