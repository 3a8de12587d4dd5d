package dev.modelyard.networks.safetensors;

/** A file is not a sound safetensors file. The message says what is wrong with it and is fit for a caller. */
public class SafetensorsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SafetensorsException(String message) {
        super(message);
    }

    public SafetensorsException(String message, Throwable cause) {
        super(message, cause);
    }
}
