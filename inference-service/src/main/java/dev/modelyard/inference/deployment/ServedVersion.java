package dev.modelyard.inference.deployment;

import dev.modelyard.contracts.deployment.DesiredDeployment;
import dev.modelyard.inference.residency.Residence;

/**
 * A version of a model that was loaded and answers since, whether it is in memory at the moment or not.
 *
 * @param desired the desired state it was loaded for
 * @param residence takes its calls; after its retirement it refuses them
 * @param loadSeconds from the begin of fetching to ready
 */
public record ServedVersion(DesiredDeployment desired, Residence residence, double loadSeconds) {
    /** Whether loading that desired state would give this very version again. */
    boolean answers(DesiredDeployment other) {
        return desired.version() == other.version()
                && desired.artifact().equals(other.artifact())
                && desired.task() == other.task();
    }
}
