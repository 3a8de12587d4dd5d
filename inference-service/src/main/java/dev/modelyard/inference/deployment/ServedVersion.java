package dev.modelyard.inference.deployment;

import dev.modelyard.contracts.deployment.DesiredDeployment;
import dev.modelyard.inference.batching.PredictionQueue;

/**
 * A loaded version of a model.
 *
 * @param desired the desired state it was loaded for
 * @param queue takes its calls; after its retirement it refuses them
 * @param loadSeconds from the begin of fetching to ready
 */
public record ServedVersion(DesiredDeployment desired, PredictionQueue queue, double loadSeconds) {
    /** Whether loading that desired state would give this very version again. */
    boolean answers(DesiredDeployment other) {
        return desired.version() == other.version()
                && desired.artifact().equals(other.artifact())
                && desired.task() == other.task();
    }
}
