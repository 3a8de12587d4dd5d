package dev.modelyard.contracts.job;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.id.WorkerId;
import java.time.Instant;
import java.util.Optional;

/** What a worker says of a run. Events may come twice and late; only those of the bound run count. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = JobEvent.Unknown.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = JobEvent.Started.class, name = "started"),
    @JsonSubTypes.Type(value = JobEvent.Progressed.class, name = "progressed"),
    @JsonSubTypes.Type(value = JobEvent.Checkpointed.class, name = "checkpointed"),
    @JsonSubTypes.Type(value = JobEvent.Yielded.class, name = "yielded"),
    @JsonSubTypes.Type(value = JobEvent.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = JobEvent.Stopped.class, name = "stopped"),
    @JsonSubTypes.Type(value = JobEvent.Succeeded.class, name = "succeeded"),
    @JsonSubTypes.Type(value = JobEvent.Unknown.class, name = "unknown")
})
public sealed interface JobEvent {
    /** Which try of which hand-out of which job this is about. */
    RunKey run();

    /** The worker's clock when it happened. */
    Instant at();

    /** The names of one try. */
    record RunKey(JobId job, long dispatch, RunId run) {}

    /** The run has begun; the first of the newest dispatch binds the job. */
    record Started(RunKey run, Instant at, WorkerId worker, String host) implements JobEvent {}

    /**
     * A sign of life at least every 3 seconds, and the end of each epoch.
     *
     * @param epoch the figures of an epoch that has just ended
     */
    record Progressed(RunKey run, Instant at, Progress progress, Optional<EpochMetrics> epoch) implements JobEvent {}

    /** A checkpoint is complete in the store. */
    record Checkpointed(RunKey run, Instant at, CheckpointReference checkpoint) implements JobEvent {}

    /** The worker hands the job back: it shuts down, or does not know this kind of job. */
    record Yielded(RunKey run, Instant at, String reason, Optional<CheckpointReference> checkpoint)
            implements JobEvent {}

    /** The run ended without a result. */
    record Failed(RunKey run, Instant at, ErrorCode code, String message, boolean retryable) implements JobEvent {}

    /** The run obeyed a stop. */
    record Stopped(RunKey run, Instant at, Optional<CheckpointReference> checkpoint) implements JobEvent {}

    /**
     * The run ended with a result.
     *
     * @param artifact what it made, complete
     * @param summary of the result: a {@link dev.modelyard.contracts.artifact.DatasetSummary} or
     *     {@link dev.modelyard.contracts.artifact.ModelSummary} as JSON
     */
    record Succeeded(RunKey run, Instant at, ArtifactReference artifact, JsonNode summary) implements JobEvent {}

    /** An event of a newer version; it is passed over. */
    record Unknown(RunKey run, Instant at) implements JobEvent {}
}
