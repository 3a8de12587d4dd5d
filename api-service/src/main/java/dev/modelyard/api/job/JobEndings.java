package dev.modelyard.api.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.api.messaging.Outbox;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.wire.MalformedMessageException;
import dev.modelyard.contracts.wire.Topics;
import dev.modelyard.servicekit.problem.ProblemException;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What follows from the end of a job, in the transaction that ends it. */
@ApplicationScoped
class JobEndings {
    private final JobStore jobs;
    private final Outbox outbox;
    private final Event<QueueChanged> queueChanged;
    private final Event<JobEnded> jobEnded;
    private final List<JobOutcomeListener> listeners;

    JobEndings(
            JobStore jobs,
            Outbox outbox,
            Event<QueueChanged> queueChanged,
            Event<JobEnded> jobEnded,
            @All List<JobOutcomeListener> listeners) {
        this.jobs = jobs;
        this.outbox = outbox;
        this.queueChanged = queueChanged;
        this.jobEnded = jobEnded;
        this.listeners = listeners;
    }

    /**
     * Lets the feature of that kind apply the result.
     *
     * @throws UnusableResultException if the result is not of the shape of its kind
     */
    JobResult apply(Job job, ArtifactReference artifact, JsonNode summary) {
        try {
            for (JobOutcomeListener listener : of(job)) {
                return listener.succeeded(job, artifact, summary);
            }
        } catch (MalformedMessageException | IllegalArgumentException e) {
            throw new UnusableResultException(e);
        }
        return new JobResult(Optional.empty(), Optional.empty(), Map.of());
    }

    /** The job is in its last state: tells the feature of its kind, workers, the queue and whoever else wants to know. */
    void ended(JobId id) {
        Job job = jobs.find(id).orElseThrow();
        of(job).forEach(listener -> listener.ended(job));
        if (job.stopRequestedAt().isPresent() && job.dispatch().isPresent()) {
            outbox.addTombstone(Topics.JOB_CONTROL, job.id().value());
        }
        queueChanged.fire(new QueueChanged(job.lane()));
        jobEnded.fire(new JobEnded(job));
    }

    /**
     * The job is to go on: lets the feature of its kind take up again what it let go of.
     *
     * @throws ProblemException 409 if that cannot be
     */
    void undone(Job job) {
        of(job).forEach(listener -> listener.resumed(job));
    }

    private List<JobOutcomeListener> of(Job job) {
        return listeners.stream()
                .filter(listener -> listener.kinds().contains(job.spec().kind()))
                .toList();
    }
}
