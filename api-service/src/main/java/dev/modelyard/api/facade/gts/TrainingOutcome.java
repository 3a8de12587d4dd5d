package dev.modelyard.api.facade.gts;

import java.util.Optional;

/**
 * What the jobs of a training say of it now, whether that was written down yet or not.
 *
 * @param due whether its data is there and the training proper is to be submitted
 * @param detail why it failed
 */
record TrainingOutcome(TrainingPhase phase, boolean due, Optional<String> detail) {
    static TrainingOutcome of(TrainingPhase phase) {
        return new TrainingOutcome(phase, false, Optional.empty());
    }

    static TrainingOutcome failed(String detail) {
        return new TrainingOutcome(TrainingPhase.FAILED, false, Optional.of(detail));
    }

    /** Whether it goes on by itself. */
    boolean underWay() {
        return switch (phase) {
            case IMPORTING, TRAINING -> true;
            case PREPARING, TRAINED, FAILED, STOPPED -> false;
        };
    }
}
