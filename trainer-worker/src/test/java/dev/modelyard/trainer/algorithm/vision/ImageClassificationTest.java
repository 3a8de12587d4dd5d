package dev.modelyard.trainer.algorithm.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.artifactstore.FolderStore;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.ModelFiles;
import dev.modelyard.contracts.artifact.ModelSummary;
import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.TrainingParameters;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.modellibrary.prediction.Classification;
import dev.modelyard.modellibrary.prediction.ServableModel;
import dev.modelyard.modellibrary.prediction.SessionSettings;
import dev.modelyard.modellibrary.sample.ImageSample;
import dev.modelyard.networks.pretrained.Backbones;
import dev.modelyard.trainer.algorithm.DatasetBuilder;
import dev.modelyard.trainer.algorithm.RecordingContext;
import dev.modelyard.trainer.algorithm.TrainHandler;
import dev.modelyard.trainer.checkpoint.CheckpointPolicy;
import dev.modelyard.trainer.run.JobFailedException;
import dev.modelyard.trainer.run.JobHandler.Result;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageClassificationTest {
    private static final List<String> SHAPES = List.of("disc", "frame", "stripes");
    private static final int SIDE = 40;

    @TempDir
    private Path folder;

    private final TrainHandler handler = new TrainHandler(
            List.of(new ImageClassification()), new Backbones(Optional.empty()), CheckpointPolicy.AT_THE_END);
    private ArtifactStore store;

    @BeforeEach
    void open() throws IOException {
        store = new FolderStore(folder.resolve("store"));
    }

    @Test
    void learnsShapesAndIsServedAsItWasTrained() throws IOException {
        // Given drawings of three shapes
        Random random = new Random(5);
        DatasetBuilder dataset = DatasetBuilder.images(SHAPES);
        for (int i = 0; i < 150; i++) {
            Split split = i % 5 == 0 ? Split.VALIDATION : Split.TRAIN;
            dataset.image(split, "drawing-%d.png".formatted(i), drawing(i % 3, random), i % 3);
        }
        RecordingContext context = context();

        // When they are learnt
        Result result = train(dataset, 6, context);

        // Then the validation drawings are told apart, and the served model gives new ones the same names
        ModelSummary summary = (ModelSummary) result.summary();
        assertThat(summary.metrics().get("val_accuracy")).isGreaterThan(0.9);
        assertThat(context.epochs).hasSize(6);
        assertThat(context.progress).anyMatch(progress -> progress.phase().equals("reading"));
        Path saved = store.localFile(result.artifact().prefix() + "/" + ModelFiles.SUMMARY)
                .map(Path::getParent)
                .orElseThrow();
        try (ServableModel model = ServableModel.load(saved, new SessionSettings(1))) {
            int right = 0;
            for (int i = 0; i < 30; i++) {
                var answer = model.run(List.of(model.prepare(new ImageSample(drawing(i % 3, random)))));
                Classification named = (Classification) answer.getFirst();
                right += named.label().equals(SHAPES.get(i % 3)) ? 1 : 0;
            }
            assertThat(right).isGreaterThanOrEqualTo(26);
        }
    }

    @Test
    void namesThePictureThatCannotBeRead() {
        Random random = new Random(6);
        assertThatThrownBy(() -> {
                    DatasetBuilder dataset = DatasetBuilder.images(SHAPES);
                    for (int i = 0; i < 40; i++) {
                        dataset.image(Split.TRAIN, "drawing-%d.png".formatted(i), drawing(i % 3, random), i % 3);
                    }
                    byte[] whole = drawing(0, random);
                    dataset.image(Split.TRAIN, "cut-off.png", java.util.Arrays.copyOf(whole, whole.length / 2), 0);
                    train(dataset, 1, context());
                })
                .isInstanceOfSatisfying(JobFailedException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_DATA);
                    assertThat(failure).hasMessageContaining("cut-off.png");
                });
    }

    private Result train(DatasetBuilder dataset, int epochs, RecordingContext context) throws IOException {
        ArtifactReference artifact = dataset.write(store, "datasets/" + context.run());
        TrainingParameters parameters = new TrainingParameters(
                1,
                Optional.empty(),
                Optional.of(epochs),
                Optional.of(16),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(28),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        JobSpec.Train job = new JobSpec.Train(
                ModelId.fresh(),
                Task.IMAGE_CLASSIFICATION,
                "resnet-compact-175k",
                new JobSpec.DatasetInput(DatasetId.fresh(), 1, artifact),
                parameters);
        return handler.handle(job, Optional.empty(), context);
    }

    private RecordingContext context() throws IOException {
        return new RecordingContext(store, Files.createTempDirectory(folder, "scratch"));
    }

    private static byte[] drawing(int shape, Random random) throws IOException {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.getHSBColor(random.nextFloat(), 0.3f, 0.3f));
        graphics.fillRect(0, 0, SIDE, SIDE);
        graphics.setColor(Color.getHSBColor(random.nextFloat(), 0.6f, 1f));
        int x = 4 + random.nextInt(10);
        int y = 4 + random.nextInt(10);
        int size = 16 + random.nextInt(8);
        switch (shape) {
            case 0 -> graphics.fillOval(x, y, size, size);
            case 1 -> graphics.drawRect(x, y, size, size);
            default -> {
                for (int i = 0; i < size; i += 5) {
                    graphics.fillRect(x, y + i, size, 2);
                }
            }
        }
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
