package dev.modelyard.inference.deployment;

import dev.modelyard.contracts.deployment.DesiredDeployment;
import java.util.List;

/** What follows from a transition of a {@link Standing}, to be done in order. */
sealed interface Effect {
    /**
     * Bring up what this asks for.
     *
     * @param held versions that are up already and are used again
     */
    record Load(DesiredDeployment desired, List<ServedVersion> held) implements Effect {
        public Load {
            held = List.copyOf(held);
        }
    }

    /** Give it no more calls, and let it go after the last one. */
    record Retire(ServedVersion version) implements Effect {}

    /** Tell the others. */
    record Report(DesiredDeployment desired, Phase phase) implements Effect {}
}
