package dev.modelyard.contracts.artifact;

import java.util.List;

/** The list of an artifact's files; written last, so an artifact with a manifest is complete. */
public record Manifest(List<Entry> files) {
    /** The file name of the manifest itself. */
    public static final String FILE = "manifest.json";

    public Manifest {
        files = List.copyOf(files);
    }

    /**
     * One file.
     *
     * @param path relative to the artifact's prefix, with {@code /}
     * @param size in bytes
     * @param sha256 64 lower-case hexadecimal digits
     */
    public record Entry(String path, long size, String sha256) {}

    /** The bytes of all files together. */
    public long totalSize() {
        return files.stream().mapToLong(Entry::size).sum();
    }
}
