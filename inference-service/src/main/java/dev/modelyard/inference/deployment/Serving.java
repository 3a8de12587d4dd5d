package dev.modelyard.inference.deployment;

import dev.modelyard.contracts.artifact.ModelSource;
import dev.modelyard.contracts.artifact.ServingPrecision;
import dev.modelyard.contracts.deployment.DesiredDeployment;
import dev.modelyard.contracts.deployment.DesiredDeployment.BatchLimits;
import dev.modelyard.inference.residency.Edition;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * What answers for a model on this replica.
 *
 * @param desired the desired state it was brought up for
 * @param stable answers the calls that no canary takes
 * @param canary answers its share of them
 * @param loadSeconds from the begin of fetching to ready
 */
public record Serving(
        DesiredDeployment desired, ServedVersion stable, Optional<ServedVersion> canary, double loadSeconds) {
    private static final double PERCENT = 100;

    /** The versions that a desired state asks for, the stable one first. */
    static List<Edition> editions(DesiredDeployment desired) {
        BatchLimits limits = desired.batching().orElse(BatchLimits.MEASURED);
        ServingPrecision precision = desired.precision().orElse(ServingPrecision.FP32);
        BiFunction<Integer, ModelSource, Edition> edition =
                (version, source) -> new Edition(desired.model(), desired.task(), version, source, precision, limits);
        return Stream.concat(
                        Stream.of(edition.apply(desired.version(), desired.source())),
                        desired.canary().stream().map(canary -> edition.apply(canary.version(), canary.source())))
                .toList();
    }

    /**
     * The versions of a desired state, brought up.
     *
     * @param versions as {@link #editions} has them
     */
    static Serving of(DesiredDeployment desired, List<ServedVersion> versions, double loadSeconds) {
        return new Serving(
                desired, versions.getFirst(), versions.stream().skip(1).findFirst(), loadSeconds);
    }

    /** Whether bringing up that desired state would give these very versions again. */
    boolean answers(DesiredDeployment other) {
        return editions(desired).equals(editions(other));
    }

    /** The same versions for a desired state that they answer. */
    Serving at(DesiredDeployment other) {
        return new Serving(other, stable, canary, loadSeconds);
    }

    /** The stable one first. */
    public List<ServedVersion> versions() {
        return Stream.concat(Stream.of(stable), canary.stream()).toList();
    }

    /** The version that is of that number. */
    public Optional<ServedVersion> version(int number) {
        return versions().stream().filter(version -> version.number() == number).findFirst();
    }

    /** The version that answers the next call, by chance. */
    public ServedVersion choose(RandomGenerator random) {
        return canary.filter(_ -> random.nextDouble() * PERCENT
                        < desired.canary().orElseThrow().percent())
                .orElse(stable);
    }
}
