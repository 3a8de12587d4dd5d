package dev.modelyard.trainer.algorithm.vision;

import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.Precision;
import dev.modelyard.contracts.job.ScheduleKind;
import dev.modelyard.contracts.job.TrainingParameters;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.modellibrary.picture.Picture;
import dev.modelyard.modellibrary.preprocessing.ImagePixels;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.preset.NetworkCatalog;
import dev.modelyard.networks.preset.NetworkRequest;
import dev.modelyard.networks.weights.Initializer;
import dev.modelyard.trainer.algorithm.Algorithm;
import dev.modelyard.trainer.algorithm.ClassificationScoring;
import dev.modelyard.trainer.algorithm.Labels;
import dev.modelyard.trainer.algorithm.PlannedTraining;
import dev.modelyard.trainer.dataset.DatasetVersion;
import dev.modelyard.trainer.run.RunContext;
import dev.modelyard.trainer.training.Examples;
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
 * Learns the classes of pictures from random views of them. As many epochs as give a number of views, under a cosine schedule; what
 * is scored and kept is the exponential average of the weights.
 */
@ApplicationScoped
public class ImageClassification implements Algorithm {
    /** Views of pictures after which more bring little; each picture is seen as often as it takes. */
    private static final int VIEWS = 26_000;

    /** Sets of this size and more are learnt in the larger batches, which cost a processor less for each picture. */
    private static final int MANY_PICTURES = 1000;

    private static final int SMALL_BATCH = 32;
    private static final int LARGE_BATCH = 64;
    private static final int FEWEST_EPOCHS = 5;
    private static final int MOST_EPOCHS = 40;
    private static final double LABEL_SMOOTHING = 0.1;

    @Override
    public Set<Task> tasks() {
        return Set.of(Task.IMAGE_CLASSIFICATION);
    }

    @Override
    public Class<? extends NetworkRequest> networks() {
        return NetworkRequest.Image.class;
    }

    @Override
    public PlannedTraining plan(JobSpec.Train job, DatasetVersion dataset, RunContext context) throws IOException {
        List<String> labels = dataset.summary().labels();
        TrainingParameters parameters = job.parameters();
        Labels.requireTrainable(dataset.images(Split.TRAIN).labels(), labels);

        PictureReader reader = new PictureReader(dataset, context);
        int side = parameters.inputSize().orElseGet(reader::suitableSide);
        ImagePixels pixels = new ImagePixels(side, side);
        Optional<Augmentation> augmentation =
                parameters.augmentation().orElse(true) ? Optional.of(Augmentation.CLASSIFICATION) : Optional.empty();
        Examples train = reader.read(Split.TRAIN, pixels, augmentation).orElseThrow();
        context.log("%d training pictures of %d x %d pixels".formatted(train.size(), side, side));

        Network network = NetworkCatalog.standard()
                .build(job.network(), new NetworkRequest.Image(Picture.CHANNELS, side, side, labels.size()));
        TrainingPlan plan = new TrainingPlan(
                network,
                Initializer.initialize(network, parameters.seed()),
                recipe(train.size()).with(parameters),
                new Loss.CrossEntropy(parameters.labelSmoothing().orElse(LABEL_SMOOTHING)),
                train,
                examples(reader, Split.VALIDATION, pixels),
                examples(reader, Split.TEST, pixels),
                () -> new ClassificationScoring(labels.size(), ClassificationScoring.Merit.ACCURACY),
                parameters.seed());
        return new PlannedTraining(plan, labels, pixels, Map.of());
    }

    private static Recipe recipe(int pictures) {
        int epochs = Math.clamp(Math.ceilDiv(VIEWS, pictures), FEWEST_EPOCHS, MOST_EPOCHS);
        return new Recipe(
                new Optimizer.AdamW(0.9, 0.99, 1e-8),
                2e-3,
                1,
                0.05,
                new Schedule(ScheduleKind.COSINE, 0.05, 0.02),
                pictures < MANY_PICTURES ? SMALL_BATCH : LARGE_BATCH,
                1,
                1,
                epochs,
                0,
                Selection.LAST,
                OptionalDouble.empty(),
                OptionalDouble.of(0.99),
                Precision.AUTO);
    }

    private static Optional<Examples> examples(PictureReader reader, Split split, ImagePixels pixels) {
        return reader.read(split, pixels, Optional.empty()).map(Examples.class::cast);
    }
}
