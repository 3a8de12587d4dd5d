package dev.modelyard.inference.deployment;

import dev.modelyard.inference.residency.Edition;
import dev.modelyard.inference.residency.Residence;

/**
 * A version of a model that answers, whether it is in memory at the moment or not.
 *
 * @param residence takes its calls; after its retirement it refuses them
 */
public record ServedVersion(Edition edition, Residence residence) {
    /** Its number among the versions of the model. */
    public int number() {
        return edition.version();
    }
}
