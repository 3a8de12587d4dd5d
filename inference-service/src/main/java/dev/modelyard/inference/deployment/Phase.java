package dev.modelyard.inference.deployment;

import dev.modelyard.contracts.error.ErrorCode;

/** Where this replica is with the desired state of a model. */
public sealed interface Phase {
    /** It shall not be served, and is not. */
    record Stopped() implements Phase {}

    /** Other replicas shall serve it; this one passes calls on to them, and steps in where none can be reached. */
    record Elsewhere() implements Phase {}

    /** It is being fetched and loaded; an earlier version may be serving meanwhile. */
    record Loading() implements Phase {}

    /** It answers predictions. */
    record Ready(double loadSeconds) implements Phase {}

    /** It could not be loaded, and is not tried again until its desired state changes; see {@link Standing#desire}. */
    record Failed(ErrorCode code, String message) implements Phase {}
}
