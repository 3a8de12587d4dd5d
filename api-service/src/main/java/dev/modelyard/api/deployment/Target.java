package dev.modelyard.api.deployment;

import dev.modelyard.contracts.artifact.ServingPrecision;
import dev.modelyard.contracts.deployment.DesiredDeployment.BatchLimits;
import dev.modelyard.contracts.deployment.DesiredDeployment.Canary;
import java.util.Optional;

/**
 * How a model shall be served.
 *
 * @param serves the version that answers the calls that no canary takes
 * @param canary the version that answers some of them
 * @param previous what was served before, to be rolled back to
 * @param replicas how many inference replicas shall hold it
 * @param precision the arithmetic of its predictions
 * @param shared whether others than its owner may ask it
 */
record Target(
        PinnedVersion serves,
        Optional<Canary> canary,
        Optional<PinnedVersion> previous,
        int replicas,
        BatchLimits batching,
        ServingPrecision precision,
        boolean shared) {
    /** Served is that version, and no canary. */
    Target swap(PinnedVersion to) {
        return new Target(
                to,
                Optional.empty(),
                to.version() == serves.version() ? previous : Optional.of(serves),
                replicas,
                batching,
                precision,
                shared);
    }

    Target withCanary(Optional<Canary> newCanary) {
        return new Target(serves, newCanary, previous, replicas, batching, precision, shared);
    }

    /** The same versions, in the way that the request has it. */
    Target with(StartModel request) {
        return new Target(
                serves,
                canary,
                previous,
                request.replicas().orElse(replicas),
                request.batching().map(StartModel.Batching::limits).orElse(batching),
                request.precision().orElse(precision),
                request.shared().orElse(shared));
    }
}
