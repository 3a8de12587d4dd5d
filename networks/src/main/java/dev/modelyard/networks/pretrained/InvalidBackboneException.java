package dev.modelyard.networks.pretrained;

import java.io.IOException;

/** A folder is no pretrained network that can be used. The message says what is wrong with it. */
public class InvalidBackboneException extends IOException {
    private static final long serialVersionUID = 1L;

    public InvalidBackboneException(String message) {
        super(message);
    }

    public InvalidBackboneException(String message, Throwable cause) {
        super(message, cause);
    }
}
