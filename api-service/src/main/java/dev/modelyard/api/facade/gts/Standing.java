package dev.modelyard.api.facade.gts;

/** How a task stands, in the codes and words of the document. */
enum Standing {
    INITIALIZED(0, "Initialized"),
    ON_TRAINING(1, "On Training"),
    TRAIN_SUCCESS(2, "Train Success"),
    TRAIN_FAILED(3, "Train Failed"),
    TRAIN_STOPPED(4, "Train Stopped"),
    ON_INFERENCE(5, "On Inference");

    private final int code;
    private final String message;

    Standing(int code, String message) {
        this.code = code;
        this.message = message;
    }

    int code() {
        return code;
    }

    String message() {
        return message;
    }

    static Standing of(TrainingPhase phase) {
        return switch (phase) {
            case PREPARING -> INITIALIZED;
            case IMPORTING, TRAINING -> ON_TRAINING;
            case TRAINED -> TRAIN_SUCCESS;
            case FAILED -> TRAIN_FAILED;
            case STOPPED -> TRAIN_STOPPED;
        };
    }
}
