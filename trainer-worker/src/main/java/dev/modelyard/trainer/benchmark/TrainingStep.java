package dev.modelyard.trainer.benchmark;

import dev.modelyard.contracts.job.Precision;
import dev.modelyard.contracts.job.ScheduleKind;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.preset.NetworkCatalog;
import dev.modelyard.networks.preset.NetworkRequest;
import dev.modelyard.networks.torchscript.RenderOptions;
import dev.modelyard.networks.weights.Initializer;
import dev.modelyard.trainer.checkpoint.CheckpointPolicy;
import dev.modelyard.trainer.checkpoint.Checkpoints;
import dev.modelyard.trainer.device.Torch;
import dev.modelyard.trainer.training.Examples;
import dev.modelyard.trainer.training.Loss;
import dev.modelyard.trainer.training.Optimizer;
import dev.modelyard.trainer.training.Recipe;
import dev.modelyard.trainer.training.Schedule;
import dev.modelyard.trainer.training.Selection;
import dev.modelyard.trainer.training.TrainingLoop;
import dev.modelyard.trainer.training.TrainingPlan;
import java.util.Optional;
import java.util.OptionalDouble;

/** The time of one step of the training loop as jobs run it: batch preparation, forward, backward, AdamW. */
final class TrainingStep {
    static final int BATCH = 64;
    private static final int SIDE = 32;
    private static final int CLASSES = 10;
    private static final int WARM_UP = 10;
    private static final int MEASURED = 50;

    private TrainingStep() {}

    static double medianMilliseconds(String name, RenderOptions options, int threads) {
        Network network = NetworkCatalog.standard().build(name, new NetworkRequest.Image(3, SIDE, SIDE, CLASSES));
        Examples pictures = new NoisePictures(BATCH * (WARM_UP + MEASURED), SIDE, CLASSES);
        return medianMilliseconds(network, pictures, recipe(BATCH), WARM_UP, options, threads);
    }

    static double medianMilliseconds(
            Network network, Examples examples, Recipe recipe, int warmUp, RenderOptions options, int threads) {
        Torch.use(threads);
        StepClock clock = new StepClock(threads);
        TrainingLoop.run(
                new TrainingPlan(
                        network,
                        Initializer.initialize(network, 1),
                        recipe,
                        new Loss.CrossEntropy(0),
                        examples,
                        Optional.empty(),
                        Optional.empty(),
                        () -> {
                            throw new IllegalStateException("a benchmark has no split to score");
                        },
                        1),
                options,
                clock,
                new Checkpoints(clock, CheckpointPolicy.AT_THE_END),
                Optional.empty());
        return clock.medianMilliseconds(warmUp);
    }

    static Recipe recipe(int batch) {
        return new Recipe(
                Optimizer.ADAMW,
                1e-3,
                1,
                0.01,
                new Schedule(ScheduleKind.CONSTANT, 0, 0),
                batch,
                1,
                1,
                1,
                0,
                Selection.LAST,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Precision.FP32);
    }
}
