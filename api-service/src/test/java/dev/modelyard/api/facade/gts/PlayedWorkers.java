package dev.modelyard.api.facade.gts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.api.FakeWorker;
import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.artifactstore.ArtifactWriter;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.DatasetFiles;
import dev.modelyard.contracts.artifact.DatasetSummary;
import dev.modelyard.contracts.artifact.ModelFiles;
import dev.modelyard.contracts.artifact.ModelSummary;
import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.artifact.StoreLayout;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.job.Dispatch;
import dev.modelyard.contracts.job.ImportSource;
import dev.modelyard.contracts.job.JobEvent;
import dev.modelyard.contracts.job.JobEvent.RunKey;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.Lane;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.embedded.SharedInfrastructure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.awaitility.Awaitility;

/** Workers that do what a test wants with the jobs of GTS trainings. */
final class PlayedWorkers implements AutoCloseable {
    private final FakeWorker imports = new FakeWorker(SharedInfrastructure.kafkaBootstrapServers(), Lane.SHORT);
    private final FakeWorker trainings = new FakeWorker(SharedInfrastructure.kafkaBootstrapServers(), Lane.CPU);
    private final Set<String> seen = new HashSet<>();

    PlayedWorkers() {
        imports.wakeUp();
        trainings.wakeUp();
    }

    /** The next job of a kind that nobody has asked for here, once there is one. */
    JobId next(GtsUser user, String kind) {
        String id = Awaitility.await()
                .atMost(GtsUser.LONGEST)
                .until(
                        () -> jobs(user, kind).stream()
                                .filter(job -> !seen.contains(job))
                                .findFirst()
                                .orElse(""),
                        found -> !found.isEmpty());
        seen.add(id);
        return new JobId(id);
    }

    /** The newest first. */
    static List<String> jobs(GtsUser user, String kind) {
        return user.user().call().get("/v1/jobs?kind=" + kind).path("items.id");
    }

    /** Does the next import; answers the files that were packed. */
    Map<String, String> doImport(GtsUser user, ArtifactStore store) throws IOException {
        return doImport(next(user, "import"), store);
    }

    Map<String, String> doImport(JobId job, ArtifactStore store) throws IOException {
        Dispatch dispatch = imports.take(job);
        RunKey run = imports.start(dispatch);
        JobSpec.ImportDataset spec = (JobSpec.ImportDataset) dispatch.spec();
        Map<String, String> files = unpacked(store, ((ImportSource.Upload) spec.source()).key());
        ArtifactWriter writer = new ArtifactWriter(store, StoreLayout.artifact(run.run()));
        writer.add(DatasetFiles.RECORDS, new byte[] {'\n'});
        ArtifactReference artifact = writer.complete();
        DatasetSummary summary = new DatasetSummary(
                spec.task(),
                List.of("x", "y"),
                List.of(),
                Optional.empty(),
                files.containsKey("unlabelled.jsonl")
                        ? Map.of(Split.TRAIN, 2, Split.VALIDATION, 2, Split.UNLABELLED, 1)
                        : Map.of(Split.TRAIN, 2, Split.VALIDATION, 2),
                Map.of(Split.TRAIN, List.of(1, 1), Split.VALIDATION, List.of(1, 1)),
                1);
        imports.say(new JobEvent.Succeeded(run, Instant.now(), artifact, tree(summary)));
        return files;
    }

    RunKey startImport(GtsUser user) {
        return imports.takeAndStart(next(user, "import"));
    }

    RunKey startTraining(GtsUser user) {
        return trainings.takeAndStart(next(user, "train"));
    }

    /** Does the next training; answers how it was asked for. */
    JobSpec.Train doTraining(GtsUser user, ArtifactStore store, Map<String, Double> metrics) throws IOException {
        Dispatch dispatch = trainings.take(next(user, "train"));
        RunKey run = trainings.start(dispatch);
        ArtifactWriter writer = new ArtifactWriter(store, StoreLayout.artifact(run.run()));
        writer.add(ModelFiles.ONNX, new byte[10]);
        ArtifactReference artifact = writer.complete();
        JobSpec.Train spec = (JobSpec.Train) dispatch.spec();
        ModelSummary summary = new ModelSummary(
                spec.task(), spec.network(), List.of("x", "y"), 1234, metrics, 7, 5, 1.5, Optional.of(spec));
        trainings.say(new JobEvent.Succeeded(run, Instant.now(), artifact, tree(summary)));
        return spec;
    }

    void fail(RunKey run, String message) {
        imports.say(new JobEvent.Failed(run, Instant.now(), ErrorCode.INVALID_DATA, message, false));
    }

    void stopped(RunKey run) {
        imports.say(new JobEvent.Stopped(run, Instant.now(), Optional.empty()));
    }

    private static Map<String, String> unpacked(ArtifactStore store, String key) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(store.open(key))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    private static JsonNode tree(Object summary) {
        return Json.mapper().valueToTree(summary);
    }

    @Override
    public void close() {
        imports.close();
        trainings.close();
    }
}
