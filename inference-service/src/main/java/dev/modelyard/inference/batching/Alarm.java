package dev.modelyard.inference.batching;

/** Does something after a while, on a thread of its own that must not be kept. */
@FunctionalInterface
interface Alarm {
    /** Whether it will be done; it is not once the service stops. */
    boolean set(long nanos, Runnable action);
}
