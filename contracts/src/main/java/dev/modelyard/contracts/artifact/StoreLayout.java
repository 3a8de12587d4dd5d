package dev.modelyard.contracts.artifact;

import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.id.UploadId;

/** Where things lie in the artifact store. A run writes only below its own prefix, so a late one can overwrite nothing. */
public final class StoreLayout {
    /** Where the runs are. */
    public static final String RUNS = "runs";
    /** Where what is about datasets, and no run has made, is. */
    public static final String DATASETS = "datasets";
    /** Where each facade keeps the files that its callers have uploaded. */
    public static final String FACADES = "facades";

    private StoreLayout() {}

    /** Everything a run writes. */
    public static String run(RunId run) {
        return RUNS + "/" + run.value();
    }

    /** The result of a run: a model version or a dataset version. */
    public static String artifact(RunId run) {
        return run(run) + "/artifact";
    }

    /** A checkpoint of a run, counted from 1. */
    public static String checkpoint(RunId run, int number) {
        return checkpoints(run) + "/" + number;
    }

    /** All checkpoints of a run. */
    public static String checkpoints(RunId run) {
        return run(run) + "/checkpoints";
    }

    /** A chunk of a run's log, counted from 0; the log is the chunks in order. */
    public static String logChunk(RunId run, int number) {
        return "%s/log/%08d.txt".formatted(run(run), number);
    }

    /** The prefix of all log chunks of a run. */
    public static String log(RunId run) {
        return run(run) + "/log";
    }

    /** One uploaded file of a dataset, before its import. */
    public static String upload(DatasetId dataset, UploadId upload) {
        return uploads(dataset) + "/" + upload.value();
    }

    /** All uploads of a dataset. */
    public static String uploads(DatasetId dataset) {
        return DATASETS + "/" + dataset.value() + "/uploads";
    }

    /** All files that callers of a facade have uploaded. */
    public static String facadeFiles(String facade) {
        return FACADES + "/" + facade;
    }

    /** One file that a caller of a facade has uploaded. */
    public static String facadeFile(String facade, UploadId upload) {
        return facadeFiles(facade) + "/" + upload.value() + "/file";
    }
}
