package dev.modelyard.trainer.dataset;

import dev.modelyard.artifactstore.ArtifactCorruptException;
import dev.modelyard.artifactstore.ArtifactReader;
import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.DatasetFiles;
import dev.modelyard.contracts.artifact.DatasetRecord;
import dev.modelyard.contracts.artifact.DatasetSummary;
import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.contracts.wire.MalformedMessageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * A pinned dataset version, opened for reading. Everything read from it is checked against its manifest; what is not what it was
 * when it was imported ends in an {@link ArtifactCorruptException}. Safe for use by several threads.
 */
public final class DatasetVersion {
    private final ArtifactReader artifact;
    private final DatasetSummary summary;
    private final Path scratch;

    private DatasetVersion(ArtifactReader artifact, DatasetSummary summary, Path scratch) {
        this.artifact = artifact;
        this.summary = summary;
        this.scratch = scratch;
    }

    /**
     * Opens a version.
     *
     * @param scratch a folder for copies of files where the store is not a folder itself
     */
    public static DatasetVersion open(ArtifactStore store, ArtifactReference reference, Path scratch)
            throws IOException {
        ArtifactReader artifact = new ArtifactReader(store, reference);
        try {
            DatasetSummary summary = Json.read(artifact.read(DatasetFiles.SUMMARY), DatasetSummary.class);
            return new DatasetVersion(artifact, summary, scratch);
        } catch (MalformedMessageException e) {
            throw corrupt(reference.prefix() + "/" + DatasetFiles.SUMMARY, e);
        }
    }

    public DatasetSummary summary() {
        return summary;
    }

    ArtifactReader artifact() {
        return artifact;
    }

    /** Reads the examples one after the other, in the order of the content. */
    public <X extends Exception> void forEach(RecordVisitor<X> visitor) throws IOException, X {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(artifact.open(DatasetFiles.RECORDS), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                visitor.visit(read(line));
            }
        }
    }

    private DatasetRecord read(String line) throws ArtifactCorruptException {
        try {
            return Json.read(line, DatasetRecord.class);
        } catch (MalformedMessageException e) {
            throw corrupt(artifact.reference().prefix() + "/" + DatasetFiles.RECORDS, e);
        }
    }

    /** The examples of a split of a text task, in the order of the content; unlabelled ones have no labels. */
    public TextExamples texts(Split split) throws IOException {
        boolean labelled = split != Split.UNLABELLED;
        List<String> texts = new ArrayList<>(summary.count(split));
        Labels labels = new Labels(summary.count(split));
        this.<IOException>forEach(example -> {
            if (example.split() == split) {
                texts.add(require(example.text(), "text"));
                if (labelled) {
                    labels.add(require(example.label(), "label"));
                }
            }
        });
        return new TextExamples(texts, labels.toArray());
    }

    /** The examples of a split of a task on pairs of texts, in the order of the content; unlabelled ones have no labels. */
    public PairTexts pairs(Split split) throws IOException {
        boolean labelled = split != Split.UNLABELLED;
        List<String> first = new ArrayList<>(summary.count(split));
        List<String> second = new ArrayList<>(summary.count(split));
        Labels labels = new Labels(summary.count(split));
        DoubleStream.Builder grades = DoubleStream.builder();
        boolean graded = summary.labels().isEmpty();
        this.<IOException>forEach(example -> {
            if (example.split() == split) {
                first.add(require(example.text(), "text"));
                second.add(require(example.textPair(), "text_pair"));
                if (labelled && graded) {
                    grades.add(require(example.target(), "target"));
                } else if (labelled) {
                    labels.add(require(example.label(), "label"));
                }
            }
        });
        return new PairTexts(first, second, labels.toArray(), grades.build().toArray());
    }

    /** The examples of a split of an image task, in the order of the content. */
    public ImageExamples images(Split split) throws IOException {
        List<String> files = new ArrayList<>(summary.count(split));
        Labels labels = new Labels(summary.count(split));
        this.<IOException>forEach(example -> {
            if (example.split() == split) {
                files.add(require(example.file(), "file"));
                labels.add(require(example.label(), "label"));
            }
        });
        return new ImageExamples(files, labels.toArray());
    }

    /** The examples of a split of a tabular task, in the order of the content. */
    public TableExamples table(Split split) throws IOException {
        int width = summary.columns().size();
        int count = summary.count(split);
        double[] cells = new double[Math.multiplyExact(count, width)];
        boolean classes = !summary.labels().isEmpty();
        int[] labels = new int[classes ? count : 0];
        double[] targets = new double[classes ? 0 : count];
        int[] row = {0};
        this.<IOException>forEach(example -> {
            if (example.split() != split) {
                return;
            }
            List<Double> values = require(example.row(), "row");
            if (values.size() != width || row[0] == count) {
                throw corrupt("a row of another width, or one too many");
            }
            for (int column = 0; column < width; column++) {
                cells[row[0] * width + column] = values.get(column);
            }
            if (classes) {
                labels[row[0]] = require(example.label(), "label");
            } else {
                targets[row[0]] = require(example.target(), "target");
            }
            row[0]++;
        });
        if (row[0] != count) {
            throw corrupt("fewer rows than the summary says");
        }
        return new TableExamples(count, width, cells, labels, targets);
    }

    /**
     * A verified local file with the content of a file that a record names. Read it only.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     */
    public Path file(String path) throws IOException {
        return artifact.fetch(DatasetFiles.FILES + "/" + path, scratch);
    }

    /** The verified content of a file that a record names. */
    public byte[] bytes(String path) throws IOException {
        return artifact.read(DatasetFiles.FILES + "/" + path);
    }

    private <T> T require(Optional<T> field, String name) throws ArtifactCorruptException {
        return field.orElseThrow(() -> corrupt("an example without " + name));
    }

    private ArtifactCorruptException corrupt(String what) {
        return new ArtifactCorruptException(artifact.reference().prefix() + ": " + what);
    }

    private static ArtifactCorruptException corrupt(String where, MalformedMessageException cause) {
        ArtifactCorruptException corrupt = new ArtifactCorruptException(where + ": " + cause.getMessage());
        corrupt.initCause(cause);
        return corrupt;
    }

    /** Takes one example after the other. */
    @FunctionalInterface
    public interface RecordVisitor<X extends Exception> {
        void visit(DatasetRecord example) throws IOException, X;
    }

    private static final class Labels {
        private int[] ids;
        private int count;

        Labels(int expected) {
            ids = new int[Math.max(expected, 16)];
        }

        void add(int label) {
            if (count == ids.length) {
                ids = Arrays.copyOf(ids, count * 2);
            }
            ids[count++] = label;
        }

        int[] toArray() {
            return Arrays.copyOf(ids, count);
        }
    }
}
