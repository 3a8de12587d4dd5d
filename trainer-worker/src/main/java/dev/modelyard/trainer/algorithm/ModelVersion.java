package dev.modelyard.trainer.algorithm;

import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.artifactstore.ArtifactWriter;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.Evaluation;
import dev.modelyard.contracts.artifact.ModelFiles;
import dev.modelyard.contracts.artifact.ModelSummary;
import dev.modelyard.contracts.artifact.StoreLayout;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.modellibrary.metrics.Confusion;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.json.NetworkJson;
import dev.modelyard.networks.onnx.Onnx;
import dev.modelyard.networks.onnx.WeightFormat;
import dev.modelyard.networks.safetensors.Safetensors;
import dev.modelyard.networks.shape.NetworkCost;
import dev.modelyard.networks.torchscript.RenderOptions;
import dev.modelyard.networks.torchscript.TorchScript;
import dev.modelyard.networks.weights.Weights;
import dev.modelyard.trainer.training.Scores;
import dev.modelyard.trainer.training.TrainingOutcome;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A trained model as the files of a model version. */
final class ModelVersion {
    private final JobSpec.Train job;
    private final PlannedTraining planned;
    private final TrainingOutcome outcome;

    ModelVersion(JobSpec.Train job, PlannedTraining planned, TrainingOutcome outcome) {
        this.job = job;
        this.planned = planned;
        this.outcome = outcome;
    }

    ModelSummary summary() {
        return new ModelSummary(
                job.task(),
                job.network(),
                planned.labels(),
                NetworkCost.parameterCount(planned.plan().network()),
                metrics(),
                outcome.epochs(),
                outcome.keptEpoch(),
                outcome.seconds(),
                Optional.of(job));
    }

    /** Scores of the kept weights: {@code val_…}, {@code test_…}. What is not a number is left out. */
    private Map<String, Double> metrics() {
        Map<String, Double> metrics = new TreeMap<>();
        outcome.validation().ifPresent(scores -> metrics.putAll(scores.named("val_")));
        outcome.test().ifPresent(scores -> metrics.putAll(scores.named("test_")));
        metrics.values().removeIf(value -> !Double.isFinite(value));
        return metrics;
    }

    private Evaluation evaluation() {
        return new Evaluation(
                outcome.validation().flatMap(Scores::confusion).map(this::classes),
                outcome.test().flatMap(Scores::confusion).map(this::classes),
                outcome.temperature().isPresent()
                        ? Optional.of(outcome.temperature().getAsDouble())
                        : Optional.empty());
    }

    private Evaluation.Classes classes(Confusion confusion) {
        List<Evaluation.ClassFigures> classes = new ArrayList<>();
        List<List<Long>> counts = new ArrayList<>();
        for (int label = 0; label < planned.labels().size(); label++) {
            int truth = label;
            classes.add(new Evaluation.ClassFigures(
                    planned.labels().get(label),
                    confusion.precision(label),
                    confusion.recall(label),
                    confusion.f1(label),
                    confusion.truths(label)));
            counts.add(IntStream.range(0, confusion.classes())
                    .mapToObj(answer -> confusion.count(truth, answer))
                    .toList());
        }
        return new Evaluation.Classes(confusion.accuracy(), confusion.macroF1(), classes, counts);
    }

    /**
     * Writes all files below the run's own prefix.
     *
     * @param scratch a folder that holds what has weights until it is stored, one file after the other
     */
    ArtifactReference save(ArtifactStore store, RunId run, Path scratch) throws IOException {
        Network network = outcome.network();
        ArtifactWriter artifact = new ArtifactWriter(store, StoreLayout.artifact(run));
        artifact.add(ModelFiles.NETWORK, NetworkJson.write(network));
        for (Map.Entry<String, Content> file : weighty(network).entrySet()) {
            Path written = scratch.resolve(file.getKey());
            try {
                try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(written))) {
                    file.getValue().write(stream);
                }
                artifact.add(file.getKey(), written);
            } finally {
                Files.deleteIfExists(written);
            }
        }
        artifact.add(ModelFiles.LABELS, lines(planned.labels().stream().collect(Collectors.joining("\n"))));
        artifact.add(ModelFiles.PREPROCESSING, Json.writeBytes(planned.preprocessing()));
        artifact.add(ModelFiles.METRICS, Json.writeBytes(metrics()));
        if (!planned.labels().isEmpty()) {
            artifact.add(ModelFiles.EVALUATION, Json.writeBytes(evaluation()));
        }
        artifact.add(
                ModelFiles.HISTORY,
                lines(outcome.history().stream().map(Json::write).collect(Collectors.joining("\n"))));
        for (Map.Entry<String, byte[]> file : planned.files().entrySet()) {
            artifact.add(file.getKey(), file.getValue());
        }
        artifact.add(ModelFiles.SUMMARY, Json.writeBytes(summary()));
        return artifact.complete();
    }

    /** What a file holds. */
    @FunctionalInterface
    private interface Content {
        void write(OutputStream stream) throws IOException;
    }

    /** The files that are as large as the weights. */
    private Map<String, Content> weighty(Network network) {
        Weights kept = outcome.kept();
        Map<String, Content> files = new LinkedHashMap<>();
        files.put(ModelFiles.WEIGHTS, safetensors(kept));
        outcome.last().ifPresent(last -> files.put(ModelFiles.LAST_WEIGHTS, safetensors(last)));
        files.put(ModelFiles.ONNX, stream -> Onnx.write(network, kept, WeightFormat.F32, stream));
        if (Onnx.isQuantizable(network)) {
            files.put(ModelFiles.ONNX_INT8, stream -> Onnx.write(network, kept, WeightFormat.INT8, stream));
        }
        files.put(
                ModelFiles.TORCHSCRIPT,
                stream -> TorchScript.write(network.forInference(), kept, RenderOptions.EXACT, stream));
        return files;
    }

    private static Content safetensors(Weights weights) {
        return stream -> Safetensors.write(weights, Map.of("format", "pt"), stream);
    }

    private static byte[] lines(String text) {
        return (text.isEmpty() ? "" : text + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
