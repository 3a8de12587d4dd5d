package dev.modelyard.trainer.algorithm.tabular;

import dev.modelyard.contracts.artifact.DatasetSummary;
import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.Precision;
import dev.modelyard.contracts.job.ScheduleKind;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.preset.NetworkCatalog;
import dev.modelyard.networks.preset.NetworkRequest;
import dev.modelyard.networks.weights.Initializer;
import dev.modelyard.trainer.algorithm.Algorithm;
import dev.modelyard.trainer.algorithm.Goal;
import dev.modelyard.trainer.algorithm.Holdout;
import dev.modelyard.trainer.algorithm.PlannedTraining;
import dev.modelyard.trainer.dataset.DatasetVersion;
import dev.modelyard.trainer.dataset.TableExamples;
import dev.modelyard.trainer.run.RunContext;
import dev.modelyard.trainer.training.Examples;
import dev.modelyard.trainer.training.Optimizer;
import dev.modelyard.trainer.training.Recipe;
import dev.modelyard.trainer.training.Schedule;
import dev.modelyard.trainer.training.Selection;
import dev.modelyard.trainer.training.TrainingPlan;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Learns classes or values of rows with small networks averaged, over members and over steps. The number of epochs is fixed: what
 * a few dozen validation rows call the best epoch is often an early and worse one. A caller who sets a patience gets early
 * stopping.
 */
@ApplicationScoped
public class TabularLearning implements Algorithm {
    private static final double LEARNING_RATE = 2e-3;
    private static final double WEIGHT_DECAY = 0.01;
    private static final double AVERAGING = 0.99;
    private static final int MOST_EPOCHS = 150;
    private static final int FEWEST_EPOCHS = 10;
    /** Large tables need fewer rounds. */
    private static final int MOST_STEPS = 30_000;

    @Override
    public Set<Task> tasks() {
        return Set.of(Task.TABULAR_CLASSIFICATION, Task.TABULAR_REGRESSION);
    }

    @Override
    public Class<? extends NetworkRequest> networks() {
        return NetworkRequest.Tabular.class;
    }

    @Override
    public PlannedTraining plan(JobSpec.Train job, DatasetVersion dataset, RunContext context) throws IOException {
        DatasetSummary summary = dataset.summary();
        TableExamples train = dataset.table(Split.TRAIN);
        TableExamples validation = dataset.table(Split.VALIDATION);
        Goal goal = Goal.of(summary.labels(), truths(train), Goal.Measure.DISTANCE);
        Recipe recipe = recipe(train.size()).with(job.parameters());
        if (validation.size() == 0 && recipe.selection() == Selection.BEST) {
            Holdout holdout =
                    Holdout.of(train.size(), train.labels(), job.parameters().seed());
            if (holdout.validation().length == 0) {
                context.log("no validation split, and too few rows to set any aside: training rows choose the epoch");
                validation = train;
            } else {
                context.log("no validation split: %d of %d training rows are set aside to choose the epoch"
                        .formatted(holdout.validation().length, train.size()));
                validation = Tables.select(train, holdout.validation());
                train = Tables.select(train, holdout.train());
            }
        }
        return plan(job, summary, goal, recipe, train, validation, dataset.table(Split.TEST));
    }

    private static PlannedTraining plan(
            JobSpec.Train job,
            DatasetSummary summary,
            Goal goal,
            Recipe recipe,
            TableExamples train,
            TableExamples validation,
            TableExamples test) {
        Features features = Features.learn(summary.columns(), train);
        float[][] rows = features.rows(train);
        Network network = NetworkCatalog.standard()
                .build(job.network(), new NetworkRequest.Tabular(Features.statistics(rows), goal.target()));
        TrainingPlan plan = new TrainingPlan(
                network,
                Initializer.initialize(network, job.parameters().seed()),
                recipe,
                goal.loss(job.parameters(), 0),
                new RowExamples(truths(train), rows, goal),
                Optional.of(new RowExamples(truths(validation), features.rows(validation), goal)),
                examples(test, features, goal),
                goal::scoring,
                job.parameters().seed());
        return new PlannedTraining(plan, summary.labels(), features.preprocessing(), Map.of());
    }

    private static Optional<Examples> examples(TableExamples table, Features features, Goal goal) {
        return table.size() == 0
                ? Optional.empty()
                : Optional.of(new RowExamples(truths(table), features.rows(table), goal));
    }

    private static Goal.Truths truths(TableExamples table) {
        return new Goal.Truths(table.labels(), table.targets());
    }

    private static Recipe recipe(int rows) {
        int batch = Math.clamp(rows / 8, 8, 64);
        int epochs = Math.clamp(MOST_STEPS / Math.ceilDiv(rows, batch), FEWEST_EPOCHS, MOST_EPOCHS);
        return new Recipe(
                Optimizer.ADAMW,
                LEARNING_RATE,
                1,
                WEIGHT_DECAY,
                new Schedule(ScheduleKind.COSINE, 0, 0),
                batch,
                1,
                epochs,
                epochs,
                0,
                Selection.LAST,
                OptionalDouble.empty(),
                OptionalDouble.of(AVERAGING),
                Precision.FP32);
    }
}
