package dev.modelyard.trainer.algorithm.text;

import dev.modelyard.contracts.artifact.ModelFiles;
import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.Precision;
import dev.modelyard.contracts.job.ScheduleKind;
import dev.modelyard.contracts.job.TrainingParameters;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.modellibrary.preprocessing.NgramBag;
import dev.modelyard.modellibrary.sample.TextSample;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.preset.NetworkCatalog;
import dev.modelyard.networks.preset.NetworkRequest;
import dev.modelyard.networks.weights.Initializer;
import dev.modelyard.trainer.algorithm.Algorithm;
import dev.modelyard.trainer.algorithm.ClassificationScoring;
import dev.modelyard.trainer.algorithm.Goal;
import dev.modelyard.trainer.algorithm.PlannedTraining;
import dev.modelyard.trainer.dataset.DatasetVersion;
import dev.modelyard.trainer.run.RunContext;
import dev.modelyard.trainer.training.Examples;
import dev.modelyard.trainer.training.Likeness;
import dev.modelyard.trainer.training.Loss;
import dev.modelyard.trainer.training.Optimizer;
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
 * Learns the labels of texts with a linear model over n-grams: plain gradient descent on sparse rows, a fixed number of epochs,
 * because choosing an epoch by a few validation examples does harm.
 */
@ApplicationScoped
public class TextClassification implements Algorithm {
    private static final Recipe RECIPE = new Recipe(
            new Optimizer.Sgd(0),
            20,
            0.02,
            0,
            new Schedule(ScheduleKind.LINEAR, 0, 0.05),
            32,
            1,
            30,
            30,
            0,
            Selection.LAST,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Precision.FP32);
    private static final double LABEL_SMOOTHING = 0.1;
    private static final double FEATURE_DROPOUT = 0.1;

    /** The smoothed probabilities of few examples are low whatever they are worth: how they rank must do. */
    private static final double SURE = 0;

    @Override
    public Set<Task> tasks() {
        return Set.of(Task.TEXT_CLASSIFICATION);
    }

    @Override
    public Class<? extends NetworkRequest> networks() {
        return NetworkRequest.Text.class;
    }

    @Override
    public PlannedTraining plan(JobSpec.Train job, DatasetVersion dataset, RunContext context) throws IOException {
        List<String> labels = dataset.summary().labels();
        LabelledTexts<TextSample> train = LabelledTexts.of(dataset.texts(Split.TRAIN));
        LabelledTexts<TextSample> validation = LabelledTexts.of(dataset.texts(Split.VALIDATION));
        LabelledTexts<TextSample> test = LabelledTexts.of(dataset.texts(Split.TEST));
        Goal goal = Goal.of(labels, train.truths(), Goal.Measure.DISTANCE);
        SelfTraining.Planner<TextSample> planner =
                (examples, asked) -> plan(job, labels, goal, new Divided<>(examples, validation), test, asked, context);
        return new SelfTraining<>(
                        labels,
                        train,
                        LabelledTexts.unlabelled(dataset.texts(Split.UNLABELLED)),
                        SURE,
                        planner,
                        context)
                .plan(job.parameters());
    }

    private static PlannedTraining plan(
            JobSpec.Train job,
            List<String> labels,
            Goal goal,
            Divided<TextSample> divided,
            LabelledTexts<TextSample> test,
            LabelledTexts<TextSample> asked,
            RunContext context) {
        TrainingParameters parameters = job.parameters();
        LabelledTexts<TextSample> train = divided.train();
        NgramBag.Learnt learnt =
                NgramBag.learn(train.samples().stream().map(TextSample::text).toList());
        context.log("%d training texts, script %s, %d n-grams"
                .formatted(
                        train.size(),
                        learnt.preprocessing().script().wireName(),
                        learnt.vocabulary().grams().size()));
        NetworkRequest request = new NetworkRequest.Text(learnt.vocabulary().rows(), labels.size());
        Network network = NetworkCatalog.standard().build(job.network(), request);
        FewExamples few = FewExamples.of(parameters);
        double dropout = parameters.augmentation().orElse(true) ? FEATURE_DROPOUT : 0;
        TrainingPlan plan = new TrainingPlan(
                network,
                Initializer.initialize(network, parameters.seed()),
                RECIPE.with(parameters),
                new Loss.CrossEntropy(parameters.labelSmoothing().orElse(LABEL_SMOOTHING)),
                new PreparedExamples<>(train, learnt.preparer(), goal, few.noise(dropout)),
                examples(divided.validation(), learnt, goal),
                examples(test, learnt, goal),
                () -> new ClassificationScoring(labels.size(), ClassificationScoring.Merit.ACCURACY),
                parameters.seed());
        int rows = learnt.vocabulary().rows();
        return new PlannedTraining(
                few.applied(plan, goal, divided, new Likeness.Bags(rows), rows, context)
                        .asking(examples(asked, learnt, goal)),
                labels,
                learnt.preprocessing(),
                Map.of(ModelFiles.TOKENIZER, learnt.vocabulary().toJson()));
    }

    private static Optional<Examples> examples(LabelledTexts<TextSample> texts, NgramBag.Learnt learnt, Goal goal) {
        return texts.size() == 0
                ? Optional.empty()
                : Optional.of(new PreparedExamples<>(texts, learnt.preparer(), goal, PreparedExamples.Noise.NONE));
    }
}
