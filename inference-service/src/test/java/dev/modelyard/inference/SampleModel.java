package dev.modelyard.inference;

import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.artifactstore.ArtifactWriter;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.ModelFiles;
import dev.modelyard.contracts.artifact.ModelSummary;
import dev.modelyard.contracts.artifact.ServingPrecision;
import dev.modelyard.contracts.artifact.StoreLayout;
import dev.modelyard.contracts.deployment.DesiredDeployment;
import dev.modelyard.contracts.deployment.DesiredDeployment.BatchLimits;
import dev.modelyard.contracts.deployment.DesiredDeployment.Canary;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.DeploymentId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.TrainingParameters;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.modellibrary.preprocessing.ImagePixels;
import dev.modelyard.modellibrary.preprocessing.NgramBag;
import dev.modelyard.modellibrary.preprocessing.OptionTokens;
import dev.modelyard.modellibrary.preprocessing.Prepared;
import dev.modelyard.modellibrary.preprocessing.Preprocessing;
import dev.modelyard.modellibrary.preprocessing.TabularRows;
import dev.modelyard.modellibrary.sample.TextSample;
import dev.modelyard.networks.graph.Activation;
import dev.modelyard.networks.graph.Conv2d;
import dev.modelyard.networks.graph.Dimension;
import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.EmbeddingBag;
import dev.modelyard.networks.graph.GlobalAveragePool;
import dev.modelyard.networks.graph.Initialization;
import dev.modelyard.networks.graph.Input;
import dev.modelyard.networks.graph.Linear;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.Node;
import dev.modelyard.networks.graph.Softmax;
import dev.modelyard.networks.onnx.Onnx;
import dev.modelyard.networks.onnx.WeightFormat;
import dev.modelyard.networks.pretrained.EncoderConfig;
import dev.modelyard.networks.pretrained.EncoderNetwork;
import dev.modelyard.networks.weights.Initializer;
import dev.modelyard.networks.weights.Weights;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A model version with random weights and no training behind it: enough to serve, and its answers can be computed by hand.
 *
 * @param files by their path in the artifact
 */
public record SampleModel(
        ModelId id,
        OwnerId owner,
        DeploymentId deployment,
        Task task,
        int version,
        List<String> labels,
        Preprocessing preprocessing,
        Weights weights,
        Map<String, byte[]> files,
        Optional<ArtifactReference> artifact) {
    public static final OwnerId ALICE = new OwnerId("sid_alice");
    public static final List<String> SPECIES = List.of("setosa", "versicolor", "virginica");

    private static final List<String> MARKS = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

    /** Four numbers to one of three species. */
    public static SampleModel iris(long seed) {
        TabularRows rows = new TabularRows(List.of(
                new TabularRows.Numeric("sepal_length", 5.8, false),
                new TabularRows.Numeric("sepal_width", 3.1, false),
                new TabularRows.Numeric("petal_length", 3.8, false),
                new TabularRows.Numeric("petal_width", 1.2, false)));
        Network network = new Network(
                List.of(Input.of("features", ElementType.F32, 4)),
                List.of(Linear.of("logits", "features", 4, 3), new Softmax("probabilities", "logits", 1)),
                List.of("probabilities"),
                List.of("logits"));
        return of(Task.TABULAR_CLASSIFICATION, SPECIES, rows, network, seed, Map.of());
    }

    /** A number and a category to a price. */
    public static SampleModel price(long seed) {
        TabularRows rows = new TabularRows(List.of(
                new TabularRows.Numeric("area", 60, true),
                new TabularRows.Categorical("city", List.of("Ulm", "Bonn"))));
        Network network = new Network(
                List.of(Input.of("features", ElementType.F32, 4)),
                List.of(Linear.of("value", "features", 4, 1)),
                List.of("value"));
        return of(Task.TABULAR_REGRESSION, List.of(), rows, network, seed, Map.of());
    }

    /** One number to a value so much larger that it soon is none. */
    public static SampleModel steep() {
        TabularRows rows = new TabularRows(List.of(new TabularRows.Numeric("x", 0, false)));
        Network network = new Network(
                List.of(Input.of("features", ElementType.F32, 1)),
                List.of(new Linear("value", "features", 1, 1, true, new Initialization.Constant(1e30))),
                List.of("value"));
        return of(Task.TABULAR_REGRESSION, List.of(), rows, network, 1, Map.of());
    }

    /** Pictures to one of two shades, by their mean colour. */
    public static SampleModel shade(long seed) {
        Network network = new Network(
                List.of(Input.of("pixels", ElementType.F32, 3, 8, 8)),
                List.of(
                        new GlobalAveragePool("colour", "pixels"),
                        Linear.of("logits", "colour", 3, 2),
                        new Softmax("probabilities", "logits", 1)),
                List.of("probabilities"),
                List.of("logits"));
        return of(Task.IMAGE_CLASSIFICATION, List.of("light", "dark"), new ImagePixels(8, 8), network, seed, Map.of());
    }

    /** Pictures to one of two shades, after much work that changes nothing. */
    public static SampleModel slow(int layers) {
        int channels = 64;
        List<Node> nodes = new ArrayList<>(List.of(Conv2d.square("deep0", "pixels", 3, channels, 3, 1)));
        for (int i = 1; i < layers; i++) {
            nodes.add(Conv2d.square("deep" + i, "deep" + (i - 1), channels, channels, 3, 1));
        }
        nodes.addAll(List.of(
                new GlobalAveragePool("colour", "deep" + (layers - 1)),
                Linear.of("logits", "colour", channels, 2),
                new Softmax("probabilities", "logits", 1)));
        Network network = new Network(
                List.of(Input.of("pixels", ElementType.F32, 3, 64, 64)),
                nodes,
                List.of("probabilities"),
                List.of("logits"));
        return of(Task.IMAGE_CLASSIFICATION, List.of("light", "dark"), new ImagePixels(64, 64), network, 1, Map.of());
    }

    /** Texts to one of two moods. */
    public static SampleModel mood(long seed) {
        NgramBag.Learnt learnt =
                NgramBag.learn(List.of("what a good day", "what a bad day", "a good friend", "bad luck"));
        List<Dimension> padded = List.of(Dimension.BATCH, Dimension.dynamic("length"));
        Network network = new Network(
                List.of(new Input("ids", ElementType.I64, padded), new Input("weights", ElementType.F32, padded)),
                List.of(
                        new EmbeddingBag(
                                "logits",
                                "ids",
                                "weights",
                                learnt.vocabulary().rows(),
                                2,
                                true,
                                false,
                                new Initialization.Normal(1)),
                        new Softmax("probabilities", "logits", 1)),
                List.of("probabilities"),
                List.of("logits"));
        return of(
                Task.TEXT_CLASSIFICATION,
                List.of("glad", "sad"),
                learnt.preprocessing(),
                network,
                seed,
                Map.of(ModelFiles.TOKENIZER, learnt.vocabulary().toJson()));
    }

    /** Texts of a few words to what labels say, of words of their own; it understands nothing of it. */
    public static SampleModel matching(long seed) {
        EncoderConfig config =
                new EncoderConfig("bert", 16, 32, 2, 2, 32, 24, 0, 2, false, 1e-12, Activation.Function.GELU, 0.1, 0.1);
        List<String> labels = List.of("good", "bad");
        String marks = IntStream.range(0, MARKS.size())
                .mapToObj(id -> """
                        {"id": %d, "content": "%s", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true}""".formatted(id, MARKS.get(id)))
                .collect(Collectors.joining(", "));
        List<String> words = new ArrayList<>(MARKS);
        words.addAll(List.of("good", "bad", "day", "a", "what", "luck", "friend"));
        String vocabulary = IntStream.range(0, words.size())
                .mapToObj(id -> "\"%s\": %d".formatted(words.get(id), id))
                .collect(Collectors.joining(", "));
        String tokenizer = """
                {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [%s], "normalizer": null,
                 "pre_tokenizer": {"type": "Whitespace"}, "decoder": null,
                 "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]},
                 "model": {"type": "WordLevel", "vocab": {%s}, "unk_token": "[UNK]"}}""".formatted(marks, vocabulary);
        return of(
                Task.TEXT_CLASSIFICATION,
                labels,
                new OptionTokens(false, 40, 0, config.positions(), labels),
                EncoderNetwork.choosing(config),
                seed,
                Map.of(ModelFiles.TOKENIZER, tokenizer.getBytes(StandardCharsets.UTF_8)));
    }

    private static SampleModel of(
            Task task,
            List<String> labels,
            Preprocessing preprocessing,
            Network network,
            long seed,
            Map<String, byte[]> more) {
        Weights weights = Initializer.initialize(network, seed);
        ModelId id = ModelId.fresh();
        Map<String, byte[]> files = new HashMap<>(more);
        files.put(ModelFiles.SUMMARY, Json.writeBytes(summary(id, task, labels)));
        files.put(ModelFiles.PREPROCESSING, Json.writeBytes(preprocessing));
        files.put(ModelFiles.ONNX, Onnx.render(network, weights));
        if (Onnx.isQuantizable(network)) {
            files.put(ModelFiles.ONNX_INT8, inEightBits(network, weights));
        }
        return new SampleModel(
                id,
                ALICE,
                DeploymentId.fresh(),
                task,
                1,
                labels,
                preprocessing,
                weights,
                Map.copyOf(files),
                Optional.empty());
    }

    private static byte[] inEightBits(Network network, Weights weights) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            Onnx.write(network, weights, WeightFormat.INT8, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static ModelSummary summary(ModelId id, Task task, List<String> labels) {
        JobSpec.DatasetInput dataset = new JobSpec.DatasetInput(
                DatasetId.fresh(), 1, new ArtifactReference(StoreLayout.artifact(RunId.fresh()), "0".repeat(64)));
        JobSpec.Train lineage = new JobSpec.Train(id, task, "by-hand", dataset, TrainingParameters.recipe(1));
        return new ModelSummary(task, "by-hand", labels, 15, Map.of(), 1, 1, 0, Optional.of(lineage));
    }

    /** The same model with another file in its artifact. */
    public SampleModel withFile(String path, byte[] content) {
        Map<String, byte[]> changed = new HashMap<>(files);
        changed.put(path, content);
        return new SampleModel(
                id, owner, deployment, task, version, labels, preprocessing, weights, Map.copyOf(changed), artifact);
    }

    /** What another training of this model gave. */
    public SampleModel asVersion(int number, SampleModel trained) {
        return new SampleModel(
                id,
                owner,
                deployment,
                task,
                number,
                labels,
                preprocessing,
                trained.weights,
                trained.files,
                trained.artifact);
    }

    /** What a model of texts makes of a text. */
    public Prepared.Bag bag(String text) throws IOException {
        Path folder = Files.createTempDirectory("tokenizer");
        Files.write(folder.resolve(ModelFiles.TOKENIZER), Objects.requireNonNull(files.get(ModelFiles.TOKENIZER)));
        return (Prepared.Bag) preprocessing.open(folder).prepare(new TextSample(text));
    }

    /** Writes the artifact. */
    public SampleModel storeIn(ArtifactStore store) throws IOException {
        ArtifactWriter writer = new ArtifactWriter(store, StoreLayout.artifact(RunId.fresh()));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            writer.add(file.getKey(), file.getValue());
        }
        return new SampleModel(
                id,
                owner,
                deployment,
                task,
                version,
                labels,
                preprocessing,
                weights,
                files,
                Optional.of(writer.complete()));
    }

    /** The desired state that starts or stops this version. */
    public DesiredDeployment desired(long revision, boolean started) {
        return desired(revision, started, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The desired state in which another version of this model answers a share of the calls. */
    public DesiredDeployment withCanary(long revision, SampleModel other, int percent) {
        Canary canary = new Canary(other.version(), other.artifact().orElseThrow(), percent);
        return desired(revision, true, Optional.of(canary), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The desired state in which runs have so many inputs at most. */
    public DesiredDeployment withBatches(long revision, int most) {
        BatchLimits limits = new BatchLimits(Optional.of(most), Optional.empty());
        return desired(revision, true, Optional.empty(), Optional.of(limits), Optional.empty(), Optional.empty());
    }

    /** The desired state in which it is computed in that arithmetic. */
    public DesiredDeployment in(ServingPrecision precision, long revision) {
        return desired(revision, true, Optional.empty(), Optional.empty(), Optional.of(precision), Optional.empty());
    }

    /** The desired state in which anybody may ask it. */
    public DesiredDeployment opened(long revision) {
        return desired(revision, true, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(true));
    }

    private DesiredDeployment desired(
            long revision,
            boolean started,
            Optional<Canary> canary,
            Optional<BatchLimits> batching,
            Optional<ServingPrecision> precision,
            Optional<Boolean> shared) {
        return new DesiredDeployment(
                deployment,
                id,
                owner,
                revision,
                started,
                1,
                task,
                version,
                artifact.orElseThrow(),
                canary,
                batching,
                precision,
                shared,
                Instant.parse("2026-01-02T03:04:05Z"));
    }
}
