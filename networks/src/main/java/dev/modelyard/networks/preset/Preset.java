package dev.modelyard.networks.preset;

import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.shape.NetworkCost;
import dev.modelyard.networks.shape.TrainingMemory;
import java.util.List;
import java.util.function.Function;

/**
 * A network that has a name.
 *
 * @param tasks wire names of the tasks it can learn
 * @param description one sentence for whoever chooses
 * @param nominal a middling request, to tell its size by
 */
public record Preset(
        String name,
        List<String> tasks,
        String description,
        NetworkRequest nominal,
        Function<NetworkRequest, Network> builder) {
    private static final int NOMINAL_BATCH = 32;

    public Preset {
        tasks = List.copyOf(tasks);
    }

    /**
     * The network for that data.
     *
     * @throws IllegalArgumentException if the request is of another kind of data
     */
    public Network build(NetworkRequest request) {
        if (request.getClass() != nominal.getClass()) {
            throw new IllegalArgumentException(name + " is not a network for this kind of data");
        }
        return builder.apply(request);
    }

    /** What a request for it says, by name. */
    public List<String> parameters() {
        return switch (nominal) {
            case NetworkRequest.Text _ -> List.of("vocabulary", "classes");
            case NetworkRequest.TextPair _ -> List.of("features", "vocabulary", "target");
            case NetworkRequest.Image _ -> List.of("channels", "height", "width", "classes");
            case NetworkRequest.Tabular _ -> List.of("features", "target");
        };
    }

    /** Trainable numbers, for the nominal request. */
    public long nominalParameters() {
        return NetworkCost.parameterCount(build(nominal));
    }

    /** Memory to train the nominal request with a batch of 32. */
    public TrainingMemory nominalMemory() {
        return NetworkCost.trainingMemory(build(nominal), NOMINAL_BATCH);
    }
}
