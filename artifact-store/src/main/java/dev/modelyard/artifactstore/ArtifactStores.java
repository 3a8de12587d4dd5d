package dev.modelyard.artifactstore;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Opens the store an address names. */
public final class ArtifactStores {
    private ArtifactStores() {}

    /**
     * Opens {@code file:///folder} or {@code s3://bucket/prefix}. For S3 endpoint, region and credentials are those of the
     * environment ({@code AWS_ENDPOINT_URL_S3} or {@code AWS_ENDPOINT_URL}, {@code AWS_REGION}, {@code AWS_ACCESS_KEY_ID},
     * {@code AWS_SECRET_ACCESS_KEY} and what else the AWS tools know).
     *
     * @throws IllegalArgumentException if the address is of another form
     * @throws IOException if the folder cannot be made or read
     */
    public static ArtifactStore open(URI location) throws IOException {
        return switch (Optional.ofNullable(location.getScheme()).orElse("")) {
            case "file" -> new FolderStore(Path.of(location));
            case "s3" -> S3Store.open(bucket(location), prefix(location));
            default ->
                throw new IllegalArgumentException("a store is file:///folder or s3://bucket/prefix, not " + location);
        };
    }

    private static String bucket(URI location) {
        return Optional.ofNullable(location.getAuthority())
                .orElseThrow(() -> new IllegalArgumentException("no bucket in " + location));
    }

    private static String prefix(URI location) {
        return Optional.ofNullable(location.getPath()).orElse("").replaceAll("^/+|/+$", "");
    }
}
