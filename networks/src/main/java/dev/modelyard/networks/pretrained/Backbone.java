package dev.modelyard.networks.pretrained;

import dev.modelyard.networks.graph.ElementType;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.ParameterSpec;
import dev.modelyard.networks.preset.NetworkRequest;
import dev.modelyard.networks.preset.Preset;
import dev.modelyard.networks.safetensors.SafetensorsCheckpoint;
import dev.modelyard.networks.weights.Initializer;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.networks.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A pretrained encoder in a folder: {@code config.json}, {@code tokenizer.json}, and {@code model.safetensors} or its shards.
 *
 * @param name of the folder, which is the name of the network
 */
public record Backbone(String name, Path folder, EncoderConfig config) {
    private static final String WORDS = "embeddings.word_embeddings.weight";
    private static final String SEGMENTS = "embeddings.token_type_embeddings.weight";
    private static final String TASKS = "embeddings.task_type_embeddings.weight";
    private static final List<String> TEXT_TASKS = List.of("text-classification", "text-similarity", "text-inference");
    /** What a checkpoint need not have: some were trained without it, and each task has its own last layer. */
    private static final List<String> OPTIONAL =
            List.of(EncoderNetwork.POOLER + ".", EncoderNetwork.TRANSFORM + ".", EncoderNetwork.HEAD + ".");

    /**
     * Opens a folder; weights are read when asked for.
     *
     * @throws InvalidBackboneException if it is none, or not of a kind that can be used
     */
    public static Backbone open(Path folder) throws IOException {
        return new Backbone(String.valueOf(folder.getFileName()), folder, EncoderConfig.read(folder));
    }

    /** The network that learns tasks on texts with it. */
    public Preset preset() {
        String description = "A pretrained encoder of the %s family: %d layers of width %d."
                .formatted(config.modelType(), config.layers(), config.width());
        return new Preset(
                name,
                TEXT_TASKS,
                description,
                new NetworkRequest.Encoder(new NetworkRequest.Target.Classes(2)),
                request -> EncoderNetwork.build(config, ((NetworkRequest.Encoder) request).target()));
    }

    /**
     * The weights a task begins with: those of the checkpoint, and by the seed what it has not.
     *
     * @throws InvalidBackboneException if a parameter is missing or of another shape
     * @throws dev.modelyard.networks.safetensors.SafetensorsException if a file is not sound
     */
    public Weights weights(Network network, long seed) throws IOException {
        try (SafetensorsCheckpoint checkpoint = SafetensorsCheckpoint.open(folder)) {
            Set<String> names = checkpoint.names();
            String prefix = names.stream()
                    .filter(name -> name.endsWith(WORDS))
                    .findFirst()
                    .map(name -> name.substring(0, name.length() - WORDS.length()))
                    .orElseThrow(() -> new InvalidBackboneException("the checkpoint has no " + WORDS));
            SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
            for (ParameterSpec parameter : network.parameters()) {
                Optional<String> name = names(prefix, parameter.name()).stream()
                        .filter(names::contains)
                        .findFirst();
                tensors.put(
                        parameter.name(),
                        name.isPresent()
                                ? tensor(checkpoint, name.get(), parameter)
                                : Initializer.initialize(optional(parameter), seed));
            }
            if (config.taskTypes() && names.contains(prefix + TASKS)) {
                Tensor tasks = checkpoint.tensor(prefix + TASKS);
                tensors.computeIfPresent(SEGMENTS, (_, table) -> withFirstRow(table, tasks));
            }
            return new Weights(tensors);
        }
    }

    /**
     * The names a checkpoint may have a parameter under; those converted from TensorFlow have others for layer norm, and what guesses hidden
     * words is beside the encoder, not in it.
     */
    private static List<String> names(String prefix, String parameter) {
        if (parameter.startsWith(EncoderNetwork.TRANSFORM + ".")) {
            String ofRoberta = "lm_head." + parameter.substring(EncoderNetwork.TRANSFORM.length() + 1);
            return Stream.concat(
                            spellings("cls.predictions." + parameter),
                            Stream.of(ofRoberta.replace("LayerNorm", "layer_norm")))
                    .toList();
        }
        return spellings(prefix + parameter).toList();
    }

    private static Stream<String> spellings(String name) {
        return Stream.of(
                name, name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"));
    }

    private static ParameterSpec optional(ParameterSpec parameter) throws InvalidBackboneException {
        if (OPTIONAL.stream().noneMatch(parameter.name()::startsWith)) {
            throw new InvalidBackboneException("the checkpoint has no " + parameter.name());
        }
        return parameter;
    }

    private static Tensor tensor(SafetensorsCheckpoint checkpoint, String name, ParameterSpec parameter)
            throws IOException {
        Tensor tensor = checkpoint.tensor(name);
        if (!tensor.shape().equals(parameter.shape())) {
            throw new InvalidBackboneException("tensor %s of the checkpoint is %s where its configuration means %s"
                    .formatted(name, tensor.shape(), parameter.shape()));
        }
        return tensor.type() == ElementType.F32 ? tensor : Tensor.of(tensor.shape(), tensor.toFloats());
    }

    /** A table with the first row of another added to each of its own: what is always added may as well be in it. */
    private static Tensor withFirstRow(Tensor table, Tensor other) {
        float[] values = table.toFloats();
        float[] row = other.toFloats();
        int width = (int) table.shape().size(1);
        for (int i = 0; i < values.length; i++) {
            values[i] += row[i % width];
        }
        return Tensor.of(table.shape(), values);
    }
}
