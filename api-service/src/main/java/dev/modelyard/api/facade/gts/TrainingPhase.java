package dev.modelyard.api.facade.gts;

import java.util.Locale;

/** How far a training of a task has come. */
enum TrainingPhase {
    /** Its data is being put together; nobody was told that it was accepted. */
    PREPARING,
    /** The import of its data was submitted. */
    IMPORTING,
    /** The training itself was submitted. */
    TRAINING,
    /** It made a version of the task's model, or its owner has chosen to go on with an earlier one. */
    TRAINED,
    /** One of its jobs failed, or could not be submitted. */
    FAILED,
    /** Its owner stopped it. */
    STOPPED;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static TrainingPhase of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
