package dev.modelyard.modellibrary.prediction;

/** A model version cannot be loaded: a file is missing, or ONNX Runtime refuses it. The message says which and why. */
public class UnservableModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnservableModelException(String message) {
        super(message);
    }

    public UnservableModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
