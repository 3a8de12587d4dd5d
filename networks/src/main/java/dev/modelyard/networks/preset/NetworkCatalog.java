package dev.modelyard.networks.preset;

import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.preset.ResidualNetwork.Shortcut;
import dev.modelyard.networks.preset.ResidualNetwork.Stem;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** All presets. A task's default is the first that has it. */
public final class NetworkCatalog {
    private static final NetworkRequest.Image PICTURE = new NetworkRequest.Image(3, 64, 64, 10);
    private static final NetworkCatalog STANDARD = new NetworkCatalog(List.of(
            text(
                    "text-ngram-bag",
                    "A linear model over weighted words or characters and their neighbours; hard to beat on few texts."),
            pairs(
                    "text-pair-features",
                    "How two texts resemble each other in some forty figures, and a linear model over what they share and do not."),
            tabular(
                    "tabular-mlp-ensemble",
                    "Six small networks averaged: three over standardised numbers, three over binned ones as well."),
            image(
                    "resnet18-compact",
                    "A ResNet18 of a quarter of the size, for small pictures and machines without a GPU.",
                    new ResidualNetwork(List.of(32, 64, 128, 256), Stem.FRUGAL, Shortcut.POOLED, 0, 0.1)),
            image(
                    "resnet18",
                    "ResNet18 with the widths of its paper.",
                    new ResidualNetwork(List.of(64, 128, 256, 512), Stem.PAPER, Shortcut.STRIDED, 1, 0)),
            image("resnet-compact-175k", "A ResNet of six blocks, 16 to 64 channels wide.", bench(16)),
            image("resnet-compact-697k", "A ResNet of six blocks, 32 to 128 channels wide.", bench(32))));

    private final List<Preset> presets;

    private NetworkCatalog(List<Preset> presets) {
        this.presets = List.copyOf(presets);
    }

    /** The presets of this build. */
    public static NetworkCatalog standard() {
        return STANDARD;
    }

    public List<Preset> presets() {
        return presets;
    }

    public Optional<Preset> find(String name) {
        return presets.stream().filter(preset -> preset.name().equals(name)).findFirst();
    }

    /** Presets that can learn a task, the default first. */
    public List<Preset> forTask(String task) {
        return presets.stream().filter(preset -> preset.tasks().contains(task)).toList();
    }

    /** What a task is learnt with unless the caller says otherwise. */
    public Optional<Preset> defaultFor(String task) {
        return forTask(task).stream().findFirst();
    }

    /**
     * Builds a preset by name.
     *
     * @throws IllegalArgumentException if there is none of that name, or it is for another kind of data
     */
    public Network build(String name, NetworkRequest request) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("there is no network '" + name + "'"))
                .build(request);
    }

    private static ResidualNetwork bench(int width) {
        return new ResidualNetwork(List.of(width, 2 * width, 4 * width), Stem.COMPACT, Shortcut.STRIDED, 1, 0);
    }

    private static Preset text(String name, String description) {
        return new Preset(
                name,
                List.of("text-classification"),
                description,
                new NetworkRequest.Text(50_000, 10),
                of(NetworkRequest.Text.class, NgramBag::build));
    }

    private static Preset pairs(String name, String description) {
        FeatureStatistics feature = FeatureStatistics.of(new float[] {0, 1}, 1);
        return new Preset(
                name,
                List.of("text-similarity", "text-inference"),
                description,
                new NetworkRequest.TextPair(
                        Collections.nCopies(40, feature), 50_000, new NetworkRequest.Target.Classes(3)),
                of(NetworkRequest.TextPair.class, PairComparison::build));
    }

    private static Preset image(String name, String description, ResidualNetwork network) {
        return new Preset(
                name,
                List.of("image-classification"),
                description,
                PICTURE,
                of(NetworkRequest.Image.class, network::build));
    }

    private static Preset tabular(String name, String description) {
        FeatureStatistics feature = FeatureStatistics.of(new float[] {0, 1, 2, 3}, 16);
        return new Preset(
                name,
                List.of("tabular-classification", "tabular-regression"),
                description,
                new NetworkRequest.Tabular(Collections.nCopies(16, feature), new NetworkRequest.Target.Classes(3)),
                of(NetworkRequest.Tabular.class, TabularEnsemble::build));
    }

    private static <R extends NetworkRequest> Function<NetworkRequest, Network> of(
            Class<R> kind, Function<R, Network> builder) {
        return request -> builder.apply(kind.cast(request));
    }
}
