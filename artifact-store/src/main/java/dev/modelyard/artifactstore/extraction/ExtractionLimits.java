package dev.modelyard.artifactstore.extraction;

/**
 * How large an archive may become.
 *
 * @param entries files and folders
 * @param totalBytes of all files, unpacked
 * @param entryBytes of one file, unpacked
 * @param ratio unpacked bytes for each packed one, once more than {@link #RATIO_FREE_BYTES} are unpacked
 */
public record ExtractionLimits(long entries, long totalBytes, long entryBytes, int ratio) {
    /** So much may any archive unpack to: text with many repetitions packs very well. */
    public static final long RATIO_FREE_BYTES = 64L << 20;

    /** A million entries, 64 GiB in all, 16 GiB a file, ratio 200. */
    public static final ExtractionLimits DEFAULT = new ExtractionLimits(1_000_000, 64L << 30, 16L << 30, 200);
}
