package dev.modelyard.inference.deployment;

import dev.modelyard.contracts.deployment.DesiredDeployment;

/** What follows from a transition of a {@link Standing}, to be done in order. */
sealed interface Effect {
    /** Fetch and load this version. */
    record Load(DesiredDeployment desired) implements Effect {}

    /** Give it no more calls, and let it go after the last one. */
    record Retire(ServedVersion version) implements Effect {}

    /** Tell the others. */
    record Report(DesiredDeployment desired, Phase phase) implements Effect {}
}
