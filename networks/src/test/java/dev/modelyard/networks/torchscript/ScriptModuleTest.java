package dev.modelyard.networks.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.ParameterSpec;
import dev.modelyard.networks.preset.NetworkCatalog;
import dev.modelyard.networks.preset.NetworkRequest;
import dev.modelyard.networks.preset.Preset;
import dev.modelyard.networks.sample.SampleData;
import dev.modelyard.networks.sample.TorchRuntime;
import dev.modelyard.networks.weights.Initializer;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.networks.weights.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptModuleTest {
    private static final Map<String, Long> SIZES = Map.of("batch", 3L, "length", 7L);
    private static final Network NETWORK =
            NetworkCatalog.standard().build("resnet-compact-175k", new NetworkRequest.Image(3, 32, 32, 10));

    @TempDir
    Path folder = Path.of(".");

    @Test
    void theSameNetworkAndWeightsMakeTheSameBytes() {
        Weights weights = Initializer.initialize(NETWORK, 1);

        assertThat(TorchScript.render(NETWORK, weights, RenderOptions.FAST))
                .isEqualTo(TorchScript.render(NETWORK, weights, RenderOptions.FAST));
    }

    @Test
    void tensorsBeginAtMultiplesOf64Bytes() {
        byte[] archive = TorchScript.render(NETWORK, Initializer.initialize(NETWORK, 1), RenderOptions.EXACT);

        // Walk the local headers: signature, sizes at 18, lengths of name and extra field at 26 and 28
        ByteBuffer zip = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
        int tensors = 0;
        int position = 0;
        while (zip.getInt(position) == 0x04034b50) {
            int nameLength = zip.getShort(position + 26);
            String name = new String(archive, position + 30, nameLength, StandardCharsets.UTF_8);
            int data = position + 30 + nameLength + zip.getShort(position + 28);
            if (name.startsWith("network/data/")) {
                assertThat(data % 64).as(name).isZero();
                tensors++;
            }
            position = data + zip.getInt(position + 18);
        }
        assertThat(tensors).isEqualTo(NETWORK.parameters().size());
    }

    @Test
    void parametersAreFoundByTheirOwnNamesAndHoldTheWeights() {
        // Given
        Weights weights = Initializer.initialize(NETWORK, 1);

        try (TorchRuntime torch =
                new TorchRuntime(NETWORK, TorchScript.render(NETWORK, weights, RenderOptions.EXACT))) {
            // When
            SequencedMap<String, NDArray> parameters = torch.parameters();

            // Then
            assertThat(parameters.keySet())
                    .containsExactlyInAnyOrderElementsOf(NETWORK.parameters().stream()
                            .map(ParameterSpec::name)
                            .toList());
            parameters.forEach((name, array) -> assertThat(array.toFloatArray())
                    .as(name)
                    .isEqualTo(weights.get(name).toFloats()));
        }
    }

    @Test
    void constantsOfNodesAreNotTakenForParameters() {
        Preset preset = NetworkCatalog.standard().find("tabular-mlp-ensemble").orElseThrow();
        Network network = preset.build(preset.nominal());

        try (TorchRuntime torch = new TorchRuntime(
                network, TorchScript.render(network, Initializer.initialize(network, 1), RenderOptions.EXACT))) {
            assertThat(torch.parameters().keySet())
                    .containsExactlyInAnyOrderElementsOf(network.parameters().stream()
                            .map(ParameterSpec::name)
                            .toList());
        }
    }

    @Test
    void trainingMovesRunningStatisticsAndInferenceDoesNot() {
        // Given
        SequencedMap<String, Tensor> inputs = SampleData.inputs(NETWORK, SIZES, 1, 1);
        Weights weights = Initializer.initialize(NETWORK, 1);

        try (TorchRuntime torch = new TorchRuntime(NETWORK, TorchScript.render(NETWORK, weights, RenderOptions.FAST))) {
            // When it only answers, then trains
            torch.run(inputs, false);
            float[] before = statistics(torch);
            torch.run(inputs, true);

            // Then
            assertThat(before).containsOnly(0);
            assertThat(statistics(torch)).doesNotContain(0);
        }
    }

    @Test
    void pythonLoadsWhatIsWritten() throws IOException, InterruptedException {
        assumeTrue(python("import torch"), "no python3 with torch is at hand to load the archives with");

        // Given
        Path script = folder.resolve("load.py");
        Files.writeString(script, """
                import sys, torch
                module = torch.jit.load(sys.argv[1]).eval()
                names = {name for name, _ in module.named_parameters()}
                assert names == set(sys.argv[2:]), names
                """);

        for (Preset preset : NetworkCatalog.standard().presets()) {
            // When
            Network network = preset.build(preset.nominal());
            Path archive = folder.resolve(preset.name() + ".pt");
            Files.write(archive, TorchScript.render(network, Initializer.initialize(network, 1), RenderOptions.EXACT));

            // Then
            List<String> command = new ArrayList<>(List.of("python3", script.toString(), archive.toString()));
            network.parameters().forEach(parameter -> command.add(TorchNames.attribute(parameter.name())));
            assertThat(run(command)).as(preset.name()).isZero();
        }
    }

    private static float[] statistics(TorchRuntime torch) {
        NDArray mean = torch.parameters().get("bn1.running_mean");
        if (mean == null) {
            throw new IllegalStateException("the module has no running mean");
        }
        return mean.toFloatArray();
    }

    private static boolean python(String code) throws InterruptedException {
        try {
            return run(List.of("python3", "-c", code)) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            return -1;
        }
        return process.exitValue();
    }
}
