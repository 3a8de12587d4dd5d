package dev.modelyard.artifactstore;

import dev.modelyard.contracts.artifact.Manifest;
import java.io.FilterInputStream;
import java.io.IOException;

/** Ends with an {@link ArtifactCorruptException} instead of the end of the stream if size or hash are not the manifest's. */
final class VerifyingInputStream extends FilterInputStream {
    private final Manifest.Entry expected;
    private final String artifact;
    private final DigestingInputStream digesting;
    private boolean verified;

    VerifyingInputStream(DigestingInputStream digesting, String artifact, Manifest.Entry expected) {
        super(digesting);
        this.digesting = digesting;
        this.artifact = artifact;
        this.expected = expected;
    }

    @Override
    public int read() throws IOException {
        int value = in.read();
        check(value < 0);
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = in.read(buffer, offset, length);
        check(read < 0);
        return read;
    }

    private void check(boolean end) throws IOException {
        if (verified) {
            return;
        }
        boolean wrongSize = end ? digesting.count() != expected.size() : digesting.count() > expected.size();
        if (wrongSize) {
            throw new ArtifactCorruptException("%s/%s: %s bytes where the manifest has %d"
                    .formatted(artifact, expected.path(), end ? digesting.count() : "more", expected.size()));
        }
        if (end) {
            if (!digesting.sha256().equals(expected.sha256())) {
                throw new ArtifactCorruptException(
                        "%s/%s: its sha-256 is not the manifest's".formatted(artifact, expected.path()));
            }
            verified = true;
        }
    }
}
