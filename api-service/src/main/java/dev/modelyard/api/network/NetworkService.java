package dev.modelyard.api.network;

import dev.modelyard.contracts.artifact.UntrainedModel;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.networks.preset.NetworkCatalog;
import dev.modelyard.networks.preset.NetworkRequest;
import dev.modelyard.networks.preset.Preset;
import dev.modelyard.networks.shape.NetworkCost;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The networks of this build: which there are, which serve a task, what they cost. */
@ApplicationScoped
public class NetworkService {
    /** Of a picture: red, green and blue. */
    private static final int CHANNELS = 3;

    private final KnownNetworks networks;
    private final Map<String, NetworkDescription> nominal = new ConcurrentHashMap<>();

    NetworkService(KnownNetworks networks) {
        this.networks = networks;
    }

    /** The networks, those for a task only if it is named. */
    public List<NetworkDescription> list(Optional<Task> task) {
        return networks.all().stream()
                .filter(preset ->
                        task.isEmpty() || preset.tasks().contains(task.get().wireName()))
                .map(this::nominal)
                .toList();
    }

    /** A network as it would be for data of that kind. */
    public NetworkDescription describe(String name, NetworkOptions options) {
        Preset preset = networks.find(name).orElseThrow(() -> ProblemException.notFound("network"));
        try {
            return describe(preset, options.applyTo(preset.nominal()));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Failure.of(ErrorCode.INVALID_FIELD, String.valueOf(e.getMessage())), e);
        }
    }

    /** What a task is learnt with unless the caller says otherwise; empty: it cannot be trained here. */
    public Optional<String> defaultFor(Task task) {
        return networks.defaultFor(task.wireName()).map(Preset::name);
    }

    /**
     * The network of that name, or the default of the task.
     *
     * @throws ProblemException 422 {@code unknown_network} if there is none, or it does not serve the task; 400 if nothing does
     */
    public String choose(Task task, Optional<String> name) {
        if (name.isEmpty()) {
            return defaultFor(task)
                    .orElseThrow(() -> ProblemException.invalidField(
                            "task", "cannot be trained yet; GET /v1/tasks lists those that can"));
        }
        boolean serves = networks.find(name.get())
                .filter(preset -> preset.tasks().contains(task.wireName()))
                .isPresent();
        if (!serves) {
            throw new ProblemException(
                    ErrorCode.UNKNOWN_NETWORK,
                    "There is no network of that name for " + task.wireName() + "; GET /v1/networks lists them.");
        }
        return name.get();
    }

    /** Whether a network reads texts with what it learnt of others before. */
    public boolean isPretrainedEncoder(String name) {
        return networks.find(name)
                .filter(preset -> preset.nominal() instanceof NetworkRequest.Encoder)
                .isPresent();
    }

    /**
     * Memory that the smallest possible training of a network takes, one example at a time, in bytes: an estimate, for what is not
     * said of the data by middling data.
     *
     * @throws IllegalArgumentException if there is no such network
     */
    public long leastTrainingMemory(String name, NetworkOptions options) {
        Preset preset = networks.find(name).orElseThrow(() -> new IllegalArgumentException("no network " + name));
        return NetworkCost.trainingMemory(preset.build(options.applyTo(preset.nominal())), 1)
                .total();
    }

    /** Trainable numbers of a model that was never trained. */
    public long parameters(UntrainedModel model) {
        NetworkRequest request =
                switch (model.data()) {
                    case UntrainedModel.Pictures pictures ->
                        new NetworkRequest.Image(
                                CHANNELS,
                                pictures.inputSize(),
                                pictures.inputSize(),
                                pictures.labels().size());
                    case UntrainedModel.LabelledRows rows ->
                        NetworkRequest.Tabular.unseen(
                                rows.columns().size(),
                                new NetworkRequest.Target.Classes(rows.labels().size()));
                    case UntrainedModel.ValuedRows rows ->
                        NetworkRequest.Tabular.unseen(rows.columns().size(), NetworkRequest.Target.Value.UNSEEN);
                };
        return NetworkCost.parameterCount(NetworkCatalog.standard().build(model.network(), request));
    }

    /** Those of this build are what they are; a folder may hold another network tomorrow. */
    private NetworkDescription nominal(Preset preset) {
        if (preset.nominal() instanceof NetworkRequest.Encoder) {
            return describe(preset, preset.nominal());
        }
        return nominal.computeIfAbsent(preset.name(), _ -> describe(preset, preset.nominal()));
    }

    private NetworkDescription describe(Preset preset, NetworkRequest request) {
        Preset sized = new Preset(preset.name(), preset.tasks(), preset.description(), request, preset.builder());
        List<Task> tasks = preset.tasks().stream().map(Task::of).toList();
        return new NetworkDescription(
                preset.name(),
                tasks,
                tasks.stream()
                        .filter(task ->
                                defaultFor(task).filter(preset.name()::equals).isPresent())
                        .toList(),
                preset.description(),
                sized.nominalParameters(),
                sized.nominalMemory().total(),
                NetworkOptions.names(preset.nominal()));
    }
}
