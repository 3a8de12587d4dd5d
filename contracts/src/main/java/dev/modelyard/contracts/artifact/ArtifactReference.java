package dev.modelyard.contracts.artifact;

/**
 * A complete artifact in the store, pinned by the digest of its manifest.
 *
 * @param prefix the key prefix of its files, without a trailing slash
 * @param digest SHA-256 of {@code manifest.json}, 64 lower-case hexadecimal digits
 */
public record ArtifactReference(String prefix, String digest) implements ModelSource {}
