package dev.modelyard.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.artifactstore.ArtifactWriter;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.DatasetFiles;
import dev.modelyard.contracts.artifact.DatasetRecord;
import dev.modelyard.contracts.artifact.DatasetSummary;
import dev.modelyard.contracts.artifact.ModelFiles;
import dev.modelyard.contracts.artifact.ModelSummary;
import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.artifact.StoreLayout;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.job.Dispatch;
import dev.modelyard.contracts.job.JobEvent;
import dev.modelyard.contracts.job.JobEvent.RunKey;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.contracts.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a worker makes of jobs: real artifacts in the store, and the events that say so. */
public final class Results {
    /** The labels of every dataset here. */
    public static final List<String> LABELS = List.of("x", "y");

    private static final ObjectMapper MAPPER = Json.mapper();

    private Results() {}

    /** Rows of two columns: as many of each split as said, labels in turn, values that tell their place. */
    public static List<DatasetRecord> rows(int train, int validation, int test) {
        List<DatasetRecord> rows = new ArrayList<>();
        for (int place = 0; place < train + validation + test; place++) {
            Split split = place < train ? Split.TRAIN : place < train + validation ? Split.VALIDATION : Split.TEST;
            rows.add(new DatasetRecord(
                    split,
                    Optional.of(place % LABELS.size()),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(List.of((double) place, place % 5 == 4 ? Double.NaN : place % 2)),
                    Optional.empty()));
        }
        return rows;
    }

    /** Takes an import or split and ends it with these rows. */
    public static ArtifactReference importRows(
            FakeWorker worker, ArtifactStore store, JobId job, List<DatasetRecord> rows) throws IOException {
        RunKey run = worker.takeAndStart(job);
        ArtifactWriter writer = new ArtifactWriter(store, StoreLayout.artifact(run.run()));
        String lines = rows.stream().map(Json::write).collect(Collectors.joining("\n", "", "\n"));
        writer.add(DatasetFiles.RECORDS, lines.getBytes(StandardCharsets.UTF_8));
        writer.add("files/a picture.png", new byte[] {1, 2, 3});
        writer.add("files/page.html", "<script>".getBytes(StandardCharsets.UTF_8));
        ArtifactReference artifact = writer.complete();
        worker.say(new JobEvent.Succeeded(run, Instant.now(), artifact, tree(summary(rows))));
        return artifact;
    }

    /** Takes a training and ends it with a model. */
    public static ArtifactReference train(FakeWorker worker, ArtifactStore store, JobId job) throws IOException {
        return train(worker, store, job, Map.of());
    }

    /** Takes a training and ends it with a model that has these files too. */
    public static ArtifactReference train(FakeWorker worker, ArtifactStore store, JobId job, Map<String, byte[]> more)
            throws IOException {
        Dispatch dispatch = worker.take(job);
        RunKey run = worker.start(dispatch);
        ArtifactWriter writer = new ArtifactWriter(store, StoreLayout.artifact(run.run()));
        writer.add(ModelFiles.ONNX, new byte[1000]);
        writer.add(ModelFiles.LABELS, "x\ny\n".getBytes(StandardCharsets.UTF_8));
        for (Map.Entry<String, byte[]> file : more.entrySet()) {
            writer.add(file.getKey(), file.getValue());
        }
        ArtifactReference artifact = writer.complete();
        JobSpec.Train spec = (JobSpec.Train) dispatch.spec();
        ModelSummary summary = new ModelSummary(
                spec.task(), spec.network(), LABELS, 1234, Map.of("val_accuracy", 0.75), 7, 5, 1.5, Optional.of(spec));
        worker.say(new JobEvent.Succeeded(run, Instant.now(), artifact, tree(summary)));
        return artifact;
    }

    private static DatasetSummary summary(List<DatasetRecord> rows) {
        Map<Split, Integer> counts =
                rows.stream().collect(Collectors.toMap(DatasetRecord::split, _ -> 1, Integer::sum));
        Map<Split, List<Integer>> labelCounts = rows.stream()
                .map(DatasetRecord::split)
                .distinct()
                .collect(Collectors.toMap(
                        split -> split, split -> List.of(count(rows, split, 0), count(rows, split, 1))));
        return new DatasetSummary(
                Task.TABULAR_CLASSIFICATION,
                LABELS,
                List.of(
                        new DatasetSummary.Column("a", List.of()),
                        new DatasetSummary.Column("b", List.of("even", "odd"))),
                Optional.of("label"),
                counts,
                labelCounts,
                4711);
    }

    private static int count(List<DatasetRecord> rows, Split split, int label) {
        return (int) rows.stream()
                .filter(row -> row.split() == split && row.label().orElseThrow() == label)
                .count();
    }

    private static JsonNode tree(Object summary) {
        return MAPPER.valueToTree(summary);
    }
}
