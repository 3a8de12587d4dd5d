package dev.modelyard.api.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.id.JobId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A feature whose jobs are of a kind of their own, so that tests of jobs need no other feature. */
@Singleton
public class RecordedOutcomes implements JobOutcomeListener {
    static final String UNUSABLE = "unusable";

    final List<JobId> succeeded = new CopyOnWriteArrayList<>();
    final List<JobId> ended = new CopyOnWriteArrayList<>();

    @Override
    public Set<String> kinds() {
        return Set.of("unknown");
    }

    @Override
    public JobResult succeeded(Job job, ArtifactReference artifact, JsonNode summary) {
        if (summary.asText().equals(UNUSABLE)) {
            throw new IllegalArgumentException("not a summary");
        }
        succeeded.add(job.id());
        return JobResult.modelVersion(7, Map.of("val_accuracy", 0.5));
    }

    @Override
    public void ended(Job job) {
        ended.add(job.id());
    }

    @Override
    public void resumed(Job job) {}
}
