package dev.modelyard.networks.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.modelyard.networks.graph.Activation;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.onnx.Onnx;
import dev.modelyard.networks.safetensors.Safetensors;
import dev.modelyard.networks.sample.OnnxRunner;
import dev.modelyard.networks.sample.SampleData;
import dev.modelyard.networks.sample.TorchRuntime;
import dev.modelyard.networks.torchscript.RenderOptions;
import dev.modelyard.networks.torchscript.TorchScript;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.networks.weights.Weights;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of an alphabet of numbers: 1 begins, 2 ends, 3 is the mask before each option. */
class ChoosingEncoderTest {
    private static final List<List<Integer>> OPTIONS = List.of(List.of(10, 11), List.of(12), List.of(13, 14, 15));
    private static final List<Integer> TEXT = List.of(20, 21, 11, 22);

    /** Options and a text beside each other, as the network takes them. */
    private record Row(long[] ids, long[] segments, long[] places, long[] blocks, long[] choices) {
        static Row of(List<List<Integer>> options, List<Integer> text) {
            List<long[]> tokens = new ArrayList<>(List.of(new long[] {1, 0, 0, 0}));
            List<Long> choices = new ArrayList<>();
            for (int option = 0; option < options.size(); option++) {
                choices.add((long) tokens.size());
                tokens.add(new long[] {3, 0, 1, option + 1});
                for (int i = 0; i < options.get(option).size(); i++) {
                    tokens.add(new long[] {options.get(option).get(i), 0, 2 + i, option + 1});
                }
            }
            int place = 2 + options.stream().mapToInt(List::size).max().orElseThrow();
            tokens.add(new long[] {2, 0, place++, 0});
            for (int word : text) {
                tokens.add(new long[] {word, 1, place++, 0});
            }
            tokens.add(new long[] {2, 1, place, 0});
            return new Row(
                    column(tokens, 0),
                    column(tokens, 1),
                    column(tokens, 2),
                    column(tokens, 3),
                    choices.stream().mapToLong(Long::longValue).toArray());
        }

        private static long[] column(List<long[]> tokens, int which) {
            return tokens.stream().mapToLong(token -> token[which]).toArray();
        }
    }

    private static EncoderConfig config(int layers) {
        return new EncoderConfig(
                "bert", 30, 8, layers, 2, 16, 24, 0, 2, false, 1e-12, Activation.Function.GELU, 0.1, 0.1);
    }

    @Test
    void torchScriptAndOnnxAgreeOnSamplesWithDifferentOptions() throws Exception {
        Network network = EncoderNetwork.choosing(config(2));
        Weights weights = weights(network, 3);
        SequencedMap<String, Tensor> inputs = inputs(List.of(
                Row.of(OPTIONS, TEXT), Row.of(OPTIONS.subList(1, 3), List.of(23)), Row.of(OPTIONS, List.of(24, 25))));

        float[] torch = torch(network, weights, inputs, "probabilities");
        float[] onnx;
        try (OnnxRunner runner = new OnnxRunner(Onnx.render(network, weights))) {
            onnx = Objects.requireNonNull(runner.run(inputs).get("probabilities"))
                    .toFloats();
        }

        assertThat(torch).hasSize(9);
        for (int i = 0; i < torch.length; i++) {
            assertThat((double) onnx[i]).as("probability " + i).isCloseTo(torch[i], within(1e-5));
        }
        // And the second sample has no third option.
        assertThat(torch[5]).isZero();
        assertThat(torch[3] + torch[4]).isCloseTo(1, within(1e-5f));
    }

    @Test
    void theOrderOfTheOptionsMeansNothing() {
        Network network = EncoderNetwork.choosing(config(3));
        Weights weights = weights(network, 4);
        float[] first = logits(network, weights, Row.of(OPTIONS, TEXT));

        for (int[] order : List.of(new int[] {2, 1, 0}, new int[] {1, 2, 0})) {
            List<List<Integer>> options =
                    Arrays.stream(order).mapToObj(OPTIONS::get).toList();
            float[] other = logits(network, weights, Row.of(options, TEXT));

            for (int i = 0; i < order.length; i++) {
                assertThat((double) other[i]).isCloseTo(first[order[i]], within(1e-4));
            }
        }
        assertThat(first[0]).isNotCloseTo(first[1], within(1e-2f));
    }

    /** After one layer an option has seen itself and the text; after two, what the text has seen of the others. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void optionsSeeEachOtherOnlyThroughTheText(int layers) {
        Network network = EncoderNetwork.choosing(config(layers));
        Weights weights = weights(network, 5);
        float[] before = logits(network, weights, Row.of(OPTIONS, TEXT));

        float[] after =
                logits(network, weights, Row.of(List.of(List.of(10, 11), List.of(17), List.of(13, 14, 15)), TEXT));

        assertThat(after[1]).isNotCloseTo(before[1], within(1e-2f));
        if (layers == 1) {
            assertThat(after[0]).isCloseTo(before[0], within(1e-6f));
            assertThat(after[2]).isCloseTo(before[2], within(1e-6f));
        } else {
            assertThat(after[0]).isNotCloseTo(before[0], within(1e-4f));
        }
    }

    @Test
    void aLongerNeighbourChangesNothing() {
        Network network = EncoderNetwork.choosing(config(2));
        Weights weights = weights(network, 6);
        Row row = Row.of(OPTIONS.subList(0, 2), TEXT);
        float[] alone = logits(network, weights, row);

        float[] beside = torch(
                network, weights, inputs(List.of(row, Row.of(OPTIONS, List.of(20, 21, 22, 23, 24, 25)))), "logits");

        assertThat(beside[0]).isCloseTo(alone[0], within(1e-4f));
        assertThat(beside[1]).isCloseTo(alone[1], within(1e-4f));
        assertThat(beside[2]).isEqualTo(-1e9f);
    }

    /** What guesses hidden words is a good beginning for judging what stands at a mask. */
    @ParameterizedTest
    @ValueSource(strings = {"cls.predictions.transform.dense.weight", "lm_head.dense.weight"})
    void beginsWithTheLayersThatGuessHiddenWords(String name, @TempDir Path folder) throws Exception {
        EncoderConfig config = config(1);
        Network network = EncoderNetwork.choosing(config);
        Weights weights = weights(network, 7);
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        weights.tensors().forEach((parameter, tensor) -> {
            if (parameter.equals("transform.dense.weight")) {
                tensors.put(name, tensor);
            } else if (!parameter.startsWith("transform.") && !parameter.startsWith("classifier.")) {
                tensors.put("bert." + parameter, tensor);
            }
        });
        try (OutputStream file = Files.newOutputStream(folder.resolve("model.safetensors"))) {
            Safetensors.write(new Weights(tensors), Map.of(), file);
        }

        Weights begun = new Backbone("small", folder, config).weights(network, 1);

        begun.requireFor(network);
        assertThat(begun.get("transform.dense.weight").toFloats())
                .isEqualTo(weights.get("transform.dense.weight").toFloats());
        assertThat(begun.get("transform.dense.bias").toFloats()).containsOnly(0);
    }

    /** Random ones, but for the gains of layer norm: random gains layer upon layer leave little difference between options. */
    private static Weights weights(Network network, long seed) {
        Weights random = SampleData.weights(network, seed);
        Map<String, Tensor> gains = new LinkedHashMap<>();
        random.tensors().forEach((name, tensor) -> {
            if (name.endsWith("LayerNorm.weight")) {
                float[] ones = new float[(int) tensor.shape().elements()];
                Arrays.fill(ones, 1);
                gains.put(name, Tensor.of(tensor.shape(), ones));
            }
        });
        return random.with(gains);
    }

    private static float[] logits(Network network, Weights weights, Row row) {
        return torch(network, weights, inputs(List.of(row)), "logits");
    }

    private static float[] torch(Network network, Weights weights, SequencedMap<String, Tensor> inputs, String wanted) {
        Network asked = network.withOutputs(List.of(wanted));
        try (TorchRuntime torch = new TorchRuntime(asked, TorchScript.render(asked, weights, RenderOptions.EXACT))) {
            return Objects.requireNonNull(torch.run(inputs, false).get(wanted)).toFloats();
        }
    }

    private static SequencedMap<String, Tensor> inputs(List<Row> rows) {
        SequencedMap<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("input_ids", padded(rows.stream().map(Row::ids).toList(), 0));
        inputs.put("token_type_ids", padded(rows.stream().map(Row::segments).toList(), 0));
        inputs.put("position_ids", padded(rows.stream().map(Row::places).toList(), 0));
        inputs.put("block_ids", padded(rows.stream().map(Row::blocks).toList(), -1));
        inputs.put("choices", padded(rows.stream().map(Row::choices).toList(), -1));
        return inputs;
    }

    private static Tensor padded(List<long[]> rows, long padding) {
        int length = rows.stream().mapToInt(row -> row.length).max().orElseThrow();
        long[] all = rows.stream()
                .flatMapToLong(row -> IntStream.range(0, length).mapToLong(i -> i < row.length ? row[i] : padding))
                .toArray();
        return Tensor.of(Shape.of(rows.size(), length), all);
    }
}
