package dev.modelyard.trainer.dataset;

import dev.modelyard.artifactstore.ArtifactWriter;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.DatasetFiles;
import dev.modelyard.contracts.artifact.DatasetRecord;
import dev.modelyard.contracts.artifact.DatasetSummary;
import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.trainer.run.JobFailedException;
import dev.modelyard.trainer.run.JobHandler;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/** Writes the records of a version one after the other, counts them, and completes the artifact. */
final class VersionWriter implements Closeable {
    /** It travels in one message, of which brokers take a mebibyte. */
    private static final int LARGEST_SUMMARY = 900 << 10;

    private final ArtifactWriter artifact;
    private final Path file;
    private final BufferedWriter lines;
    private final List<String> labels;
    private final Map<Split, int[]> labelCounts = new EnumMap<>(Split.class);
    private final Map<Split, Integer> counts = new EnumMap<>(Split.class);

    /** A writer of records with these labels; its file is in the scratch folder. */
    VersionWriter(ArtifactWriter artifact, List<String> labels, Path scratch) throws IOException {
        this.artifact = artifact;
        this.labels = labels;
        this.file = scratch.resolve(DatasetFiles.RECORDS);
        this.lines = Files.newBufferedWriter(file);
        for (Split split : List.of(Split.TRAIN, Split.VALIDATION, Split.TEST)) {
            counts.put(split, 0);
            if (!labels.isEmpty()) {
                labelCounts.put(split, new int[labels.size()]);
            }
        }
    }

    void add(DatasetRecord example) throws IOException {
        lines.write(Json.write(example));
        lines.write('\n');
        counts.merge(example.split(), 1, Integer::sum);
        example.label().ifPresent(label -> labelCounts
                .computeIfAbsent(example.split(), split -> new int[labels.size()])[label]++);
    }

    /**
     * Completes the artifact.
     *
     * @throws JobFailedException if nothing can be learnt from these records, or what they are takes too many words
     */
    JobHandler.Result complete(Task task, List<DatasetSummary.Column> columns, Optional<String> target)
            throws IOException {
        lines.close();
        checkTrainable();
        artifact.add(DatasetFiles.RECORDS, file);
        Map<Split, List<Integer>> byLabel = new EnumMap<>(Split.class);
        labelCounts.forEach(
                (split, of) -> byLabel.put(split, Arrays.stream(of).boxed().toList()));
        LongFunction<DatasetSummary> summaryOf =
                bytes -> new DatasetSummary(task, labels, columns, target, counts, byLabel, bytes);
        int described = Json.writeBytes(summaryOf.apply(0)).length;
        if (described > LARGEST_SUMMARY) {
            throw new JobFailedException(
                    ErrorCode.INVALID_DATA,
                    "the names of labels and columns and the categories take %d KiB together; at most %d are kept: leave columns out or shorten values"
                            .formatted(described >> 10, LARGEST_SUMMARY >> 10));
        }
        // Its own size is part of what it says, and what it says makes its size.
        long bytes = artifact.size();
        DatasetSummary summary = summaryOf.apply(bytes);
        while (summary.bytes() != bytes + Json.writeBytes(summary).length) {
            summary = summaryOf.apply(bytes + Json.writeBytes(summary).length);
        }
        artifact.add(DatasetFiles.SUMMARY, Json.writeBytes(summary));
        ArtifactReference reference = artifact.complete();
        return new JobHandler.Result(reference, summary);
    }

    private void checkTrainable() {
        int train = counts.getOrDefault(Split.TRAIN, 0);
        if (train == 0) {
            throw new JobFailedException(ErrorCode.INVALID_DATA, "no example is for training");
        }
        List<String> seen = new ArrayList<>();
        int[] inTraining = labelCounts.getOrDefault(Split.TRAIN, new int[0]);
        for (int id = 0; id < inTraining.length; id++) {
            if (inTraining[id] > 0) {
                seen.add(labels.get(id));
            }
        }
        if (inTraining.length > 0 && seen.size() < 2) {
            throw new JobFailedException(
                    ErrorCode.INVALID_DATA,
                    "all %d training examples have the label \"%s\"; at least two labels are needed"
                            .formatted(train, String.join("", seen)));
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
