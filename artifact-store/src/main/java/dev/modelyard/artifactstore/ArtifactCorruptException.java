package dev.modelyard.artifactstore;

import java.io.IOException;

/** What the store holds is not what the manifest, or the pinned digest of the manifest, says. Trying again does not help. */
public class ArtifactCorruptException extends IOException {
    private static final long serialVersionUID = 1L;

    public ArtifactCorruptException(String message) {
        super(message);
    }
}
