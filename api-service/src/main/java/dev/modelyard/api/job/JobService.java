package dev.modelyard.api.job;

import dev.modelyard.api.messaging.Outbox;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.job.JobControl;
import dev.modelyard.contracts.job.Lane;
import dev.modelyard.contracts.wire.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Jobs as their owners and the other features see them. */
@ApplicationScoped
public class JobService {
    private final JobStore jobs;
    private final JobTransitions transitions;
    private final JobEndings endings;
    private final Outbox outbox;
    private final Event<QueueChanged> queueChanged;

    JobService(
            JobStore jobs,
            JobTransitions transitions,
            JobEndings endings,
            Outbox outbox,
            Event<QueueChanged> queueChanged) {
        this.jobs = jobs;
        this.transitions = transitions;
        this.endings = endings;
        this.outbox = outbox;
        this.queueChanged = queueChanged;
    }

    /**
     * Puts a job into the queue, in the caller's transaction if there is one: it exists if that commits.
     *
     * @return the job as it is queued
     */
    @Transactional
    public Job submit(OwnerId owner, JobRequest request) {
        JobId id = JobId.fresh();
        Lane lane = request.spec().lane(request.devices());
        jobs.insert(id, owner, request, lane, now());
        queueChanged.fire(new QueueChanged(lane));
        return jobs.find(id).orElseThrow();
    }

    /** Stops a job: at once if it is not handed out, else its run is asked to. A job that has ended, or is stopping, stays as it is. */
    @Transactional
    public Job stop(JobId id) {
        Job job = jobs.lock(id).orElseThrow(() -> new IllegalArgumentException("no such job"));
        Instant now = now();
        if (transitions.stoppedBeforeHandOut(id, now)) {
            endings.ended(id);
        } else if (transitions.stopping(id, now)) {
            JobControl.StopRequested request =
                    new JobControl.StopRequested(id, job.dispatch().orElseThrow());
            outbox.add(Topics.JOB_CONTROL, request.key(), request);
        }
        return jobs.find(id).orElseThrow();
    }

    /** Whether a job that has not ended trains that model. */
    @Transactional
    public boolean anyActiveOn(ModelId model) {
        return jobs.anyActiveOn(model);
    }

    /** Whether a job that has not ended reads or makes a version of that dataset. */
    @Transactional
    public boolean anyActiveOn(DatasetId dataset) {
        return jobs.anyActiveOn(dataset);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
