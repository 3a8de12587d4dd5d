package dev.modelyard.artifactstore.extraction;

import java.io.IOException;

/** An archive that is broken, unsafe or too large. The message is for its owner and names the entry. */
public class RefusedArchiveException extends IOException {
    private static final long serialVersionUID = 1L;

    public RefusedArchiveException(String message) {
        super(message);
    }

    public RefusedArchiveException(String message, Throwable cause) {
        super(message, cause);
    }
}
