package dev.modelyard.trainer.algorithm.text;

import dev.modelyard.contracts.artifact.ModelFiles;
import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.job.FewShot;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.modellibrary.preprocessing.Preparer;
import dev.modelyard.modellibrary.sample.Sample;
import dev.modelyard.networks.preset.NetworkRequest;
import dev.modelyard.networks.pretrained.Backbone;
import dev.modelyard.networks.pretrained.Backbones;
import dev.modelyard.networks.pretrained.EncoderNetwork;
import dev.modelyard.networks.pretrained.InvalidBackboneException;
import dev.modelyard.networks.safetensors.SafetensorsException;
import dev.modelyard.trainer.WorkerConfig;
import dev.modelyard.trainer.algorithm.Algorithm;
import dev.modelyard.trainer.algorithm.Goal;
import dev.modelyard.trainer.algorithm.PlannedTraining;
import dev.modelyard.trainer.dataset.DatasetVersion;
import dev.modelyard.trainer.run.JobFailedException;
import dev.modelyard.trainer.run.RunContext;
import dev.modelyard.trainer.training.Examples;
import dev.modelyard.trainer.training.Likeness;
import dev.modelyard.trainer.training.TrainingPlan;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Fine-tunes pretrained encoders for tasks on texts and pairs of them. */
@ApplicationScoped
public class EncoderLearning implements Algorithm {
    /** How probable the label of an unlabelled text must be, as GTS-Engine has it for the same purpose. */
    private static final double SURE = 0.8;

    private final Backbones backbones;

    @Inject
    EncoderLearning(WorkerConfig worker) {
        this(new Backbones(worker.backbones()));
    }

    /** Fine-tunes these. */
    public EncoderLearning(Backbones backbones) {
        this.backbones = backbones;
    }

    @Override
    public Set<Task> tasks() {
        return Set.of(Task.TEXT_CLASSIFICATION, Task.TEXT_SIMILARITY, Task.TEXT_INFERENCE);
    }

    @Override
    public Class<? extends NetworkRequest> networks() {
        return NetworkRequest.Encoder.class;
    }

    @Override
    public PlannedTraining plan(JobSpec.Train job, DatasetVersion dataset, RunContext context) throws IOException {
        try {
            Backbone backbone = backbones
                    .find(job.network())
                    .orElseThrow(() -> new InvalidBackboneException("it is not there any more"));
            if (job.task() == Task.TEXT_CLASSIFICATION) {
                return plan(
                        job,
                        backbone,
                        dataset,
                        context,
                        LabelledTexts.of(dataset.texts(Split.TRAIN)),
                        LabelledTexts.of(dataset.texts(Split.VALIDATION)),
                        LabelledTexts.of(dataset.texts(Split.TEST)),
                        LabelledTexts.unlabelled(dataset.texts(Split.UNLABELLED)));
            }
            return plan(
                    job,
                    backbone,
                    dataset,
                    context,
                    LabelledTexts.of(dataset.pairs(Split.TRAIN)),
                    LabelledTexts.of(dataset.pairs(Split.VALIDATION)),
                    LabelledTexts.of(dataset.pairs(Split.TEST)),
                    LabelledTexts.unlabelled(dataset.pairs(Split.UNLABELLED)));
        } catch (InvalidBackboneException | SafetensorsException | NoSuchFileException e) {
            throw new JobFailedException(
                    ErrorCode.UNKNOWN_NETWORK,
                    "the network '" + job.network() + "' cannot be used: " + e.getMessage(),
                    e);
        }
    }

    private static <S extends Sample> PlannedTraining plan(
            JobSpec.Train job,
            Backbone backbone,
            DatasetVersion dataset,
            RunContext context,
            LabelledTexts<S> train,
            LabelledTexts<S> validation,
            LabelledTexts<S> test,
            LabelledTexts<S> unlabelled)
            throws IOException {
        List<String> labels = dataset.summary().labels();
        Goal goal = Goal.of(labels, train.truths(), Goal.Measure.CORRELATION);
        Divided<S> divided = Divided.of(train, validation, job.parameters().seed(), context);
        SelfTraining.Planner<S> planner =
                (examples, asked) -> plan(job, backbone, labels, goal, divided.with(examples), test, asked, context);
        return new SelfTraining<>(labels, divided.train(), unlabelled, SURE, planner, context).plan(job.parameters());
    }

    private static <S extends Sample> PlannedTraining plan(
            JobSpec.Train job,
            Backbone backbone,
            List<String> labels,
            Goal goal,
            Divided<S> divided,
            LabelledTexts<S> test,
            LabelledTexts<S> asked,
            RunContext context)
            throws IOException {
        long seed = job.parameters().seed();
        byte[] tokenizer = tokenizer(backbone);
        boolean matching =
                job.parameters().fewShot().flatMap(FewShot::labelMatching).orElse(false);
        context.log("%s, %d layers of width %d; %d training texts"
                .formatted(
                        backbone.name(),
                        backbone.config().layers(),
                        backbone.config().width(),
                        divided.train().size()));
        EncoderForm form = matching
                ? EncoderForm.choosing(job, backbone.config(), labels, tokenizer, context)
                : EncoderForm.plain(job, backbone.config(), goal, tokenizer);
        boolean planned = false;
        try {
            FewExamples few = FewExamples.of(job.parameters());
            Preparer preparer = form.preparer();
            TrainingPlan plan = new TrainingPlan(
                    form.network(),
                    backbone.weights(form.network(), seed),
                    EncoderRecipe.of(
                                    backbone.config(),
                                    divided.train().size(),
                                    job.parameters().freezeLayers().orElse(0))
                            .with(job.parameters()),
                    goal.loss(job.parameters(), 0),
                    new PreparedExamples<>(form.training(divided.train()), preparer, goal, few.noise(0)),
                    examples(divided.validation(), preparer, goal),
                    examples(test, preparer, goal),
                    goal::scoring,
                    seed);
            TrainingPlan applied = few.applied(
                    plan,
                    goal,
                    divided,
                    new Likeness.Vectors(EncoderNetwork.POOLER),
                    backbone.config().width(),
                    context);
            planned = true;
            return new PlannedTraining(
                            applied.asking(examples(asked, preparer, goal)),
                            labels,
                            form.preprocessing(),
                            Map.of(ModelFiles.TOKENIZER, tokenizer))
                    .with(preparer);
        } finally {
            if (!planned) {
                form.close();
            }
        }
    }

    private static byte[] tokenizer(Backbone backbone) throws IOException {
        Path file = backbone.folder().resolve(ModelFiles.TOKENIZER);
        if (!Files.isRegularFile(file)) {
            throw new InvalidBackboneException("there is no " + ModelFiles.TOKENIZER);
        }
        return Files.readAllBytes(file);
    }

    private static Optional<Examples> examples(LabelledTexts<?> texts, Preparer preparer, Goal goal) {
        return texts.size() == 0
                ? Optional.empty()
                : Optional.of(new PreparedExamples<>(texts, preparer, goal, PreparedExamples.Noise.NONE));
    }
}
