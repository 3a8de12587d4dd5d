package dev.modelyard.trainer.algorithm.text;

import dev.modelyard.contracts.artifact.ModelFiles;
import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.Precision;
import dev.modelyard.contracts.job.ScheduleKind;
import dev.modelyard.contracts.job.TrainingParameters;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.modellibrary.preprocessing.Prepared;
import dev.modelyard.modellibrary.preprocessing.TextPair;
import dev.modelyard.modellibrary.sample.PairSample;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.preset.FeatureStatistics;
import dev.modelyard.networks.preset.NetworkCatalog;
import dev.modelyard.networks.preset.NetworkRequest;
import dev.modelyard.networks.preset.PairComparison;
import dev.modelyard.networks.weights.Initializer;
import dev.modelyard.trainer.algorithm.Algorithm;
import dev.modelyard.trainer.algorithm.Goal;
import dev.modelyard.trainer.algorithm.PlannedTraining;
import dev.modelyard.trainer.dataset.DatasetVersion;
import dev.modelyard.trainer.run.RunContext;
import dev.modelyard.trainer.training.Examples;
import dev.modelyard.trainer.training.Likeness;
import dev.modelyard.trainer.training.Optimizer;
import dev.modelyard.trainer.training.ParameterGroup;
import dev.modelyard.trainer.training.Recipe;
import dev.modelyard.trainer.training.Schedule;
import dev.modelyard.trainer.training.Selection;
import dev.modelyard.trainer.training.TrainingPlan;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Learns what two texts are to each other: the same or not, how alike on a scale, or what follows from the first for the second. Two
 * models are learnt as one: a small network over figures of their likeness by AdamW, a linear one over what they share and do not by plain
 * gradient descent.
 */
@ApplicationScoped
public class TextPairLearning implements Algorithm {
    private static final double LEARNING_RATE = 2e-3;
    private static final double WEIGHT_DECAY = 0.01;
    private static final double LABEL_SMOOTHING = 0.1;
    private static final double ENTRY_DROPOUT = 0.2;
    private static final int BATCH = 64;
    private static final int EPOCHS = 25;
    private static final int PATIENCE = 5;

    /** Learning rate of the linear model. */
    private static final double RATE_OF_CLASSES = 3;

    private static final double RATE_OF_GRADES = 0.5;

    /** As for single texts, smoothed probabilities say less by their height than by their order. */
    private static final double SURE = 0;

    @Override
    public Set<Task> tasks() {
        return Set.of(Task.TEXT_SIMILARITY, Task.TEXT_INFERENCE);
    }

    @Override
    public Class<? extends NetworkRequest> networks() {
        return NetworkRequest.TextPair.class;
    }

    @Override
    public PlannedTraining plan(JobSpec.Train job, DatasetVersion dataset, RunContext context) throws IOException {
        List<String> labels = dataset.summary().labels();
        LabelledTexts<PairSample> train = LabelledTexts.of(dataset.pairs(Split.TRAIN));
        LabelledTexts<PairSample> validation = LabelledTexts.of(dataset.pairs(Split.VALIDATION));
        Goal goal = Goal.of(labels, train.truths(), Goal.Measure.CORRELATION);
        Recipe recipe = recipe(goal).with(job.parameters());
        Divided<PairSample> divided =
                Divided.of(train, validation, job.parameters().seed(), context);
        LabelledTexts<PairSample> test = LabelledTexts.of(dataset.pairs(Split.TEST));
        SelfTraining.Planner<PairSample> planner =
                (examples, asked) -> plan(job, labels, goal, recipe, divided.with(examples), test, asked, context);
        return new SelfTraining<>(
                        labels,
                        divided.train(),
                        LabelledTexts.unlabelled(dataset.pairs(Split.UNLABELLED)),
                        SURE,
                        planner,
                        context)
                .plan(job.parameters());
    }

    private static PlannedTraining plan(
            JobSpec.Train job,
            List<String> labels,
            Goal goal,
            Recipe recipe,
            Divided<PairSample> divided,
            LabelledTexts<PairSample> test,
            LabelledTexts<PairSample> asked,
            RunContext context) {
        TrainingParameters parameters = job.parameters();
        TextPair.Learnt learnt = TextPair.learn(divided.train().samples(), job.task() == Task.TEXT_INFERENCE);
        context.log("%d training pairs, script %s, %d entries"
                .formatted(
                        divided.train().size(),
                        learnt.preprocessing().script().wireName(),
                        learnt.vocabulary().entries().size()));
        double dropout = parameters.augmentation().orElse(true) ? ENTRY_DROPOUT : 0;
        FewExamples few = FewExamples.of(parameters);
        PreparedExamples<PairSample> examples =
                new PreparedExamples<>(divided.train(), learnt.preparer(), goal, few.noise(dropout));
        Network network = NetworkCatalog.standard()
                .build(
                        job.network(),
                        new NetworkRequest.TextPair(
                                FeatureStatistics.ofColumns(features(examples), 1),
                                learnt.vocabulary().rows(),
                                goal.target()));
        TrainingPlan plan = new TrainingPlan(
                network,
                Initializer.initialize(network, parameters.seed()),
                recipe,
                goal.loss(parameters, LABEL_SMOOTHING),
                examples,
                examples(divided.validation(), learnt, goal),
                examples(test, learnt, goal),
                goal::scoring,
                parameters.seed());
        return new PlannedTraining(
                few.applied(
                                plan,
                                goal,
                                divided,
                                new Likeness.Vectors(PairComparison.HIDDEN),
                                PairComparison.WIDTH,
                                context)
                        .asking(examples(asked, learnt, goal)),
                labels,
                learnt.preprocessing(),
                Map.of(ModelFiles.TOKENIZER, learnt.vocabulary().toJson()));
    }

    private static Optional<Examples> examples(LabelledTexts<PairSample> pairs, TextPair.Learnt learnt, Goal goal) {
        return pairs.size() == 0
                ? Optional.empty()
                : Optional.of(new PreparedExamples<>(pairs, learnt.preparer(), goal, PreparedExamples.Noise.NONE));
    }

    /** The figures of all pairs, a row each. */
    private static float[][] features(PreparedExamples<PairSample> pairs) {
        return pairs.all().stream()
                .map(Prepared.Pair.class::cast)
                .map(Prepared.Pair::features)
                .toArray(float[][]::new);
    }

    private static Recipe recipe(Goal goal) {
        double rate =
                switch (goal) {
                    case Goal.Classes _ -> RATE_OF_CLASSES;
                    case Goal.Value _ -> RATE_OF_GRADES;
                };
        return new Recipe(
                Optimizer.ADAMW,
                LEARNING_RATE,
                1,
                WEIGHT_DECAY,
                new Schedule(ScheduleKind.LINEAR, 0, 0.05),
                BATCH,
                1,
                1,
                EPOCHS,
                PATIENCE,
                Selection.BEST,
                OptionalDouble.empty(),
                List.of(new ParameterGroup(PairComparison.BAG + ".", new Optimizer.Sgd(0), rate / LEARNING_RATE)),
                OptionalDouble.empty(),
                Precision.FP32);
    }
}
