package dev.modelyard.contracts.artifact;

/** The files of a dataset version. */
public final class DatasetFiles {
    /** A {@link DatasetSummary}. */
    public static final String SUMMARY = "dataset.json";
    /** One {@link DatasetRecord} a line, in the order of the content. */
    public static final String RECORDS = "records.jsonl";
    /** The folder of images and other files that records name. */
    public static final String FILES = "files";

    private DatasetFiles() {}
}
