package dev.modelyard.networks.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.ParameterSpec;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.onnx.Onnx;
import dev.modelyard.networks.sample.OnnxRunner;
import dev.modelyard.networks.sample.SampleData;
import dev.modelyard.networks.sample.TorchRuntime;
import dev.modelyard.networks.shape.NetworkCost;
import dev.modelyard.networks.shape.ShapeInference;
import dev.modelyard.networks.torchscript.RenderOptions;
import dev.modelyard.networks.torchscript.TorchScript;
import dev.modelyard.networks.weights.Initializer;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.networks.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkCatalogTest {
    private static final NetworkCatalog CATALOG = NetworkCatalog.standard();
    private static final Map<String, Long> SIZES = Map.of("batch", 3L, "length", 7L);

    static List<Preset> presets() {
        return CATALOG.presets();
    }

    @Test
    void everyTaskHasItsDefault() {
        assertThat(CATALOG.defaultFor("text-classification").map(Preset::name)).contains("text-ngram-bag");
        assertThat(CATALOG.defaultFor("image-classification").map(Preset::name)).contains("resnet18-compact");
        assertThat(CATALOG.defaultFor("tabular-classification").map(Preset::name))
                .contains("tabular-mlp-ensemble");
        assertThat(CATALOG.defaultFor("tabular-regression").map(Preset::name)).contains("tabular-mlp-ensemble");
        assertThat(CATALOG.defaultFor("juggling")).isEmpty();
    }

    @Test
    void unknownNamesAndOtherKindsOfDataAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CATALOG.build("resnet19", new NetworkRequest.Text(9, 2)))
                .withMessage("there is no network 'resnet19'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CATALOG.build("resnet18", new NetworkRequest.Text(9, 2)))
                .withMessage("resnet18 is not a network for this kind of data");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NetworkRequest.Image(3, 64, 64, 1))
                .withMessageContaining("classes");
    }

    @ParameterizedTest
    @CsvSource({
        "resnet18, 3, 224, 1000, 11689512",
        "resnet-compact-175k, 3, 32, 10, 175258",
        "resnet-compact-697k, 3, 32, 10, 696618",
    })
    void parametersAreAsManyAsTheirNamesSay(String name, int channels, int side, int classes, long parameters) {
        Network network = CATALOG.build(name, new NetworkRequest.Image(channels, side, side, classes));

        assertThat(NetworkCost.parameterCount(network)).isEqualTo(parameters);
    }

    @Test
    void residualNetworkHasTheNamesOfTorchvision() {
        Network network = CATALOG.build("resnet18", new NetworkRequest.Image(3, 224, 224, 1000));

        assertThat(network.parameters().stream().map(ParameterSpec::name))
                .contains(
                        "conv1.weight",
                        "bn1.running_var",
                        "layer1.0.conv1.weight",
                        "layer4.1.bn2.bias",
                        "layer2.0.downsample.0.weight",
                        "layer2.0.downsample.1.running_mean",
                        "fc.bias");
    }

    @ParameterizedTest
    @ValueSource(ints = {28, 29, 32, 33, 47, 64, 224})
    void compactResidualNetworkTakesPicturesOfAnySize(int side) {
        Network network = CATALOG.build("resnet18-compact", new NetworkRequest.Image(1, side, side + 1, 10));

        assertThat(ShapeInference.infer(network, 2)).containsEntry("probabilities", Shape.of(2, 10));
    }

    @ParameterizedTest
    @MethodSource("presets")
    void everyPresetAnswersTheSameInBothRenderings(Preset preset) throws OrtException {
        // Given
        Network network = preset.build(preset.nominal());
        Weights weights = network.parameters().stream().anyMatch(parameter -> !parameter.trainable())
                ? Initializer.initialize(network, 3)
                : SampleData.weights(network, 3);
        SequencedMap<String, Tensor> inputs = SampleData.inputs(network, SIZES, 100, 3);

        // When
        Tensor torch;
        try (TorchRuntime runtime = new TorchRuntime(
                network.forInference(), TorchScript.render(network.forInference(), weights, RenderOptions.EXACT))) {
            torch = runtime.run(inputs, false).firstEntry().getValue();
        }
        Tensor onnx;
        try (OnnxRunner runner = new OnnxRunner(Onnx.render(network, weights))) {
            onnx = runner.run(inputs).firstEntry().getValue();
        }

        // Then
        assertThat(onnx.shape()).isEqualTo(torch.shape());
        assertThat(onnx.toFloats()).containsExactly(torch.toFloats(), within(1e-4f));
    }

    @ParameterizedTest
    @MethodSource("presets")
    void everyPresetTrains(Preset preset) {
        // Given the network as a training loop renders it, fast
        Network network = preset.build(preset.nominal()).forTraining();
        Weights weights = Initializer.initialize(network, 3);

        // When
        Map<String, float[]> gradients;
        try (TorchRuntime runtime =
                new TorchRuntime(network, TorchScript.render(network, weights, RenderOptions.FAST))) {
            gradients = runtime.gradients(SampleData.inputs(network, SIZES, 100, 3));
        }

        // Then every trainable parameter has a gradient, and the loss sees the last layers
        assertThat(gradients.keySet())
                .containsExactlyInAnyOrderElementsOf(network.parameters().stream()
                        .filter(ParameterSpec::trainable)
                        .map(ParameterSpec::name)
                        .toList());
        assertThat(gradients.values())
                .anySatisfy(gradient -> assertThat(gradient[0]).isNotZero());
    }

    @Test
    void untrainedBagOfNgramsFindsAllClassesEquallyLikely() {
        Network network = CATALOG.build("text-ngram-bag", new NetworkRequest.Text(50, 4));

        Tensor probabilities =
                run(network, Initializer.initialize(network, 1), SampleData.inputs(network, SIZES, 50, 1));

        assertThat(probabilities.toFloats()).containsOnly(0.25f);
    }

    @Test
    void regressionAnswersInTheUnitOfItsTarget() {
        // Given members that all answer zero on the standardised scale
        List<FeatureStatistics> features = List.of(FeatureStatistics.of(new float[] {1, 2, 3}, 4));
        NetworkRequest request = new NetworkRequest.Tabular(features, new NetworkRequest.Target.Value(250, 40));
        Network network = CATALOG.build("tabular-mlp-ensemble", request);
        SequencedMap<String, Tensor> zeros = new LinkedHashMap<>();
        network.parameters()
                .forEach(parameter -> zeros.put(
                        parameter.name(),
                        Tensor.of(
                                parameter.shape(),
                                new float[(int) parameter.shape().elements()])));

        // Then the mean is the answer, and a member one deviation up lifts it by a sixth of one
        Weights weights = new Weights(zeros);
        SequencedMap<String, Tensor> inputs = SampleData.inputs(network, SIZES, 1, 1);
        assertThat(run(network, weights, inputs).toFloats()).containsOnly(250);
        Weights lifted = weights.with(Map.of("member_2.bias", Tensor.of(Shape.of(1), 1f)));
        assertThat(run(network, lifted, inputs).toFloats())
                .containsExactly(new float[] {256.667f, 256.667f, 256.667f}, within(1e-2f));
        assertThat(network.trainingOutputs())
                .containsExactly("member_0", "member_1", "member_2", "member_3", "member_4", "member_5");
    }

    @Test
    void ensembleTakesRawRowsHoweverLarge() {
        // Given a feature around a million and one that never changes
        List<FeatureStatistics> features = List.of(
                FeatureStatistics.of(new float[] {1_000_000, 1_000_010, 1_000_020}, 16),
                FeatureStatistics.of(new float[] {7, 7, 7}, 16));
        Network network = CATALOG.build(
                "tabular-mlp-ensemble", new NetworkRequest.Tabular(features, new NetworkRequest.Target.Classes(3)));
        SequencedMap<String, Tensor> rows = new LinkedHashMap<>();
        rows.put("features", Tensor.of(Shape.of(3, 2), 1_000_000f, 7f, 1_000_020f, 7f, Float.MAX_VALUE, 1e30f));

        // When
        Weights weights = Initializer.initialize(network, 1);
        float[] standardised =
                run(network.withOutputs(List.of("binned")), weights, rows).toFloats();
        float[] probabilities = run(network, weights, rows).toFloats();

        // Then standardised and clipped, and no bin outside 0 to 1
        int width = standardised.length / 3;
        assertThat(standardised[0]).isCloseTo(-1.2247f, within(1e-3f));
        assertThat(standardised[width]).isCloseTo(1.2247f, within(1e-3f));
        assertThat(standardised[2 * width]).isEqualTo(5);
        assertThat(standardised[1]).isZero();
        for (int bin = 2; bin < width; bin++) {
            assertThat(standardised[bin]).isZero();
        }
        assertThat(probabilities).doesNotContain(Float.NaN);
    }

    private static Tensor run(Network network, Weights weights, SequencedMap<String, Tensor> inputs) {
        Network answering = network.forInference();
        try (TorchRuntime runtime =
                new TorchRuntime(answering, TorchScript.render(answering, weights, RenderOptions.EXACT))) {
            return runtime.run(inputs, false).firstEntry().getValue();
        }
    }
}
