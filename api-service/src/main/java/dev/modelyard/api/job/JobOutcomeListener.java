package dev.modelyard.api.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.contracts.artifact.ArtifactReference;
import java.util.Set;

/**
 * A feature that makes something of the jobs it submits. Implementations are CDI beans; the methods run in the transaction that
 * ends the job, once for each end: if they throw, the job has not ended. A kind belongs to one listener.
 */
public interface JobOutcomeListener {
    /** The kinds of job whose results this feature applies: {@code import}, {@code train}, … */
    Set<String> kinds();

    /**
     * Applies the result of a job, for example as a new version that points at the artifact.
     *
     * @param summary as the worker published it
     * @throws dev.modelyard.contracts.wire.MalformedMessageException or IllegalArgumentException if the summary is not usable: the
     *     job fails with that; any other exception is taken for an outage and tried again
     */
    JobResult succeeded(Job job, ArtifactReference artifact, JsonNode summary);

    /** The job is in its last state, {@link Job#state()}; after {@link #succeeded} where it did succeed. */
    void ended(Job job);

    /**
     * The job, which ended without a result, is to go on; runs in the transaction that puts it back into the queue.
     *
     * @throws dev.modelyard.servicekit.problem.ProblemException 409 if it cannot: what it works on is gone
     */
    void resumed(Job job);
}
