package dev.modelyard.networks.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.onnx.Onnx;
import dev.modelyard.networks.preset.NetworkRequest.Target;
import dev.modelyard.networks.safetensors.Safetensors;
import dev.modelyard.networks.sample.OnnxRunner;
import dev.modelyard.networks.sample.TorchRuntime;
import dev.modelyard.networks.torchscript.RenderOptions;
import dev.modelyard.networks.torchscript.TorchScript;
import dev.modelyard.networks.weights.Initializer;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.networks.weights.Weights;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackboneTest {
    private static final Path TINY = Path.of(
                    System.getProperty("modelyard.root", ".."), "..", "shared", "fixtures", "backbones", "tiny-bert")
            .normalize();
    private static final String CONFIG = """
            {"model_type": "bert", "vocab_size": 9, "hidden_size": 4, "num_hidden_layers": 2, "num_attention_heads": 2,
             "intermediate_size": 6, "max_position_embeddings": 8, "type_vocab_size": 2}
            """;

    @TempDir
    Path folder;

    /** What transformers 5.18 computes for the same checkpoint: fixtures/README.md. */
    @Test
    void agreesWithTheLibraryThatWroteTheCheckpoint() throws Exception {
        assumeTrue(Files.isDirectory(TINY), "skipped: no backbone at " + TINY);
        Backbone backbone = Backbone.open(TINY);
        Network whole = EncoderNetwork.build(backbone.config(), new Target.Classes(3));
        Weights weights = backbone.weights(whole, 1);
        String states = EncoderNetwork.lastLayer(backbone.config());
        Network network = whole.withOutputs(List.of(states, EncoderNetwork.POOLER));

        for (JsonNode example :
                new JsonMapper().readTree(TINY.resolve("expected.json").toFile())) {
            SequencedMap<String, Tensor> inputs = inputs(example);
            for (Map<String, Tensor> answer :
                    List.of(torch(network, weights, inputs), onnx(network, weights, inputs))) {
                requireClose(found(answer, states), example.path("last_hidden_state"));
                requireClose(found(answer, EncoderNetwork.POOLER), example.path("pooler_output"));
            }
        }
    }

    /** With three places of padding behind it, which must not be seen. */
    private static SequencedMap<String, Tensor> inputs(JsonNode example) {
        int length = example.path("input_ids").size();
        long[] ids = new long[length + 3];
        long[] segments = new long[length + 3];
        long[] mask = new long[length + 3];
        for (int i = 0; i < length; i++) {
            ids[i] = example.path("input_ids").get(i).asLong();
            segments[i] = example.path("token_type_ids").get(i).asLong();
            mask[i] = 1;
        }
        Shape shape = Shape.of(1, ids.length);
        SequencedMap<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("input_ids", Tensor.of(shape, ids));
        inputs.put("token_type_ids", Tensor.of(shape, segments));
        inputs.put("attention_mask", Tensor.of(shape, mask));
        return inputs;
    }

    private static Map<String, Tensor> torch(Network network, Weights weights, SequencedMap<String, Tensor> inputs) {
        try (TorchRuntime torch =
                new TorchRuntime(network, TorchScript.render(network, weights, RenderOptions.EXACT))) {
            return torch.run(inputs, false);
        }
    }

    private static Map<String, Tensor> onnx(Network network, Weights weights, SequencedMap<String, Tensor> inputs)
            throws Exception {
        try (OnnxRunner runner = new OnnxRunner(Onnx.render(network, weights))) {
            return runner.run(inputs);
        }
    }

    private static Tensor found(Map<String, Tensor> answers, String name) {
        return Objects.requireNonNull(answers.get(name), name);
    }

    private static void requireClose(Tensor actual, JsonNode expected) {
        List<Double> numbers = new ArrayList<>();
        flatten(expected, numbers);
        float[] values = actual.toFloats();
        assertThat(values.length).isGreaterThanOrEqualTo(numbers.size());
        for (int i = 0; i < numbers.size(); i++) {
            assertThat((double) values[i]).isCloseTo(numbers.get(i), within(1e-4));
        }
    }

    private static void flatten(JsonNode numbers, List<Double> into) {
        if (numbers.isArray()) {
            numbers.forEach(each -> flatten(each, into));
        } else {
            into.add(numbers.doubleValue());
        }
    }

    @Test
    void beginsWithTheCheckpointAndMakesUpOnlyTheHead() throws IOException {
        Backbone backbone = written("bert.", CONFIG, Map.of());
        Network network = EncoderNetwork.build(backbone.config(), new Target.Classes(3));

        Weights weights = backbone.weights(network, 5);

        weights.requireFor(network);
        Weights kept = Initializer.initialize(network, 77);
        assertThat(weights.get("encoder.layer.1.attention.self.key.weight").toFloats())
                .containsExactly(
                        kept.get("encoder.layer.1.attention.self.key.weight").toFloats());
        assertThat(weights.get("classifier.weight").toFloats())
                .containsExactly(Initializer.initialize(network, 5)
                        .get("classifier.weight")
                        .toFloats());
    }

    @Test
    void ernieAddsItsTaskToEachWord() throws IOException {
        Tensor tasks = Tensor.of(Shape.of(3, 4), 1f, 2, 3, 4, 9, 9, 9, 9, 9, 9, 9, 9);
        String config = CONFIG.replace("\"bert\"", "\"ernie\", \"use_task_id\": true");
        Backbone backbone = written("ernie.", config, Map.of("ernie.embeddings.task_type_embeddings.weight", tasks));
        Network network = EncoderNetwork.build(backbone.config(), new Target.Classes(3));

        float[] plain = Initializer.initialize(network, 77)
                .get("embeddings.token_type_embeddings.weight")
                .toFloats();
        float[] added = backbone.weights(network, 5)
                .get("embeddings.token_type_embeddings.weight")
                .toFloats();

        for (int i = 0; i < plain.length; i++) {
            assertThat(added[i]).isEqualTo(plain[i] + (1 + i % 4));
        }
    }

    @Test
    void robertaBeginsItsPlacesAfterThePadding() throws IOException {
        Files.writeString(
                folder.resolve("config.json"), CONFIG.replace("\"bert\"", "\"roberta\", \"pad_token_id\": 1"));

        EncoderConfig config = EncoderConfig.read(folder);

        assertThat(config.offset()).isEqualTo(2);
        assertThat(config.longest()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "bert"                   | "gpt2"                  | model_type 'gpt2' is none of
            "hidden_size": 4         | "hidden_size": 5        | num_attention_heads does not divide
            "hidden_size": 4         | "hidden_size": "4"      | hidden_size must be a whole number
            "vocab_size": 9          | "vocab_size": -9        | vocab_size must be a whole number
            "type_vocab_size": 2     | "hidden_act": "cube", "type_vocab_size": 2 | hidden_act 'cube' is not supported
            "type_vocab_size": 2     | "position_embedding_type": "relative_key", "type_vocab_size": 2 | position_embedding_type
            {                        | [                       | config.json is not JSON
            """)
    void saysWhatItCannotUse(String sound, String unsound, String reason) throws IOException {
        Files.writeString(folder.resolve("config.json"), CONFIG.replace(sound, unsound));

        assertThatExceptionOfType(InvalidBackboneException.class)
                .isThrownBy(() -> Backbone.open(folder))
                .withMessageContaining(reason);
    }

    @Test
    void aCheckpointWithoutALayerIsRefused() throws IOException {
        Backbone backbone = written("", CONFIG, Map.of());
        Path other = Files.createDirectory(folder.resolve("deeper"));
        Files.writeString(
                other.resolve("config.json"), CONFIG.replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3"));
        Network deeper = EncoderNetwork.build(EncoderConfig.read(other), new Target.Classes(2));

        assertThatExceptionOfType(InvalidBackboneException.class)
                .isThrownBy(() -> backbone.weights(deeper, 1))
                .withMessageStartingWith("the checkpoint has no encoder.layer.2.");
    }

    @Test
    void foldersThatAreNoneAreNamedWithTheReason() throws IOException {
        Path good = Files.createDirectory(folder.resolve("good"));
        Files.writeString(good.resolve("config.json"), CONFIG);
        Files.createDirectory(folder.resolve("empty"));
        Files.createDirectory(folder.resolve("resnet18"));
        Files.createDirectory(folder.resolve("bad name"));

        Backbones backbones = new Backbones(Optional.of(folder));

        Backbones.Listing all = backbones.all();
        assertThat(all.usable()).containsOnlyKeys("good");
        assertThat(all.refused())
                .containsEntry("empty", "there is no config.json")
                .containsEntry("resnet18", "there is a network of that name already")
                .containsKey("bad name");
        assertThat(backbones.find("good").map(Backbone::name)).contains("good");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "../good", "good/../good", "/", "", "none"})
    void noNameLeadsElsewhere(String name) throws IOException {
        Path good = Files.createDirectory(folder.resolve("good"));
        Files.writeString(good.resolve("config.json"), CONFIG);

        assertThat(new Backbones(Optional.of(Files.createDirectory(folder.resolve("inner")))).find(name))
                .isEmpty();
        assertThat(new Backbones(Optional.empty()).find("good")).isEmpty();
    }

    /** A checkpoint of first weights of the seed 77, without a head. */
    private Backbone written(String prefix, String config, Map<String, Tensor> more) throws IOException {
        Files.writeString(folder.resolve("config.json"), config);
        Backbone backbone = Backbone.open(folder);
        Network network = EncoderNetwork.build(backbone.config(), new Target.Classes(2));
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        Initializer.initialize(network, 77).tensors().forEach((name, tensor) -> {
            if (!name.startsWith("classifier.")) {
                tensors.put(prefix + name.replace("LayerNorm.weight", "LayerNorm.gamma"), tensor);
            }
        });
        tensors.putAll(more);
        try (OutputStream file = Files.newOutputStream(folder.resolve("model.safetensors"))) {
            Safetensors.write(new Weights(tensors), Map.of(), file);
        }
        return backbone;
    }
}
