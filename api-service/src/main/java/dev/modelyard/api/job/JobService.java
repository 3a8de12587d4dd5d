package dev.modelyard.api.job;

import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.job.Lane;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Jobs as their owners and the other features see them. */
@ApplicationScoped
public class JobService {
    private final JobStore jobs;
    private final Event<QueueChanged> queueChanged;

    JobService(JobStore jobs, Event<QueueChanged> queueChanged) {
        this.jobs = jobs;
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
        jobs.insert(id, owner, request, lane, Instant.now().truncatedTo(ChronoUnit.MICROS));
        queueChanged.fire(new QueueChanged(lane));
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
}
