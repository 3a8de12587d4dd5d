package dev.modelyard.trainer.algorithm;

import dev.modelyard.artifactstore.ArtifactReader;
import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.artifactstore.FolderStore;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.Manifest;
import dev.modelyard.contracts.artifact.ModelSummary;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.TrainingParameters;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.networks.preset.NetworkCatalog;
import dev.modelyard.networks.pretrained.Backbones;
import dev.modelyard.trainer.algorithm.tabular.TabularLearning;
import dev.modelyard.trainer.algorithm.text.EncoderLearning;
import dev.modelyard.trainer.algorithm.text.TextClassification;
import dev.modelyard.trainer.algorithm.text.TextPairLearning;
import dev.modelyard.trainer.checkpoint.CheckpointPolicy;
import dev.modelyard.trainer.run.Interruption;
import dev.modelyard.trainer.run.JobHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A train job done in a folder. */
record Trained(ModelSummary summary, Path files, RecordingContext context) {
    /** Trains the default network of the task. */
    static Trained on(DatasetBuilder dataset, Task task, TrainingParameters parameters, Path folder)
            throws IOException {
        return on(dataset, task, parameters, folder, _ -> Interruption.NONE);
    }

    static Trained on(
            DatasetBuilder dataset,
            Task task,
            TrainingParameters parameters,
            Path folder,
            Function<RecordingContext, Interruption> interruptions)
            throws IOException {
        String network = NetworkCatalog.standard()
                .defaultFor(task.wireName())
                .orElseThrow()
                .name();
        return on(dataset, task, network, new Backbones(Optional.empty()), parameters, folder, interruptions);
    }

    /** Trains a network by its name. */
    static Trained on(
            DatasetBuilder dataset,
            Task task,
            String network,
            Backbones backbones,
            TrainingParameters parameters,
            Path folder,
            Function<RecordingContext, Interruption> interruptions)
            throws IOException {
        Path work = Files.createTempDirectory(folder, "run");
        ArtifactStore store = new FolderStore(work.resolve("store"));
        ArtifactReference version = dataset.write(store, "datasets/tested/1");
        RecordingContext context =
                new RecordingContext(store, Files.createDirectories(work.resolve("scratch")), interruptions);
        JobSpec.Train job = new JobSpec.Train(
                ModelId.fresh(), task, network, new JobSpec.DatasetInput(DatasetId.fresh(), 1, version), parameters);
        JobHandler.Result result = new TrainHandler(
                        List.of(
                                new TextClassification(),
                                new TextPairLearning(),
                                new EncoderLearning(backbones),
                                new TabularLearning()),
                        backbones,
                        CheckpointPolicy.AT_THE_END)
                .handle(job, Optional.empty(), context);
        return new Trained((ModelSummary) result.summary(), fetched(store, result, work), context);
    }

    private static Path fetched(ArtifactStore store, JobHandler.Result result, Path work) throws IOException {
        ArtifactReader reader = new ArtifactReader(store, result.artifact());
        Path files = Files.createDirectories(work.resolve("model"));
        for (Manifest.Entry file : reader.files()) {
            Files.write(files.resolve(file.path()), reader.read(file.path()));
        }
        return files;
    }

    double metric(String name) {
        return summary.metrics().getOrDefault(name, Double.NaN);
    }
}
