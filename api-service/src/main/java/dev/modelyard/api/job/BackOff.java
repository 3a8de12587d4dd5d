package dev.modelyard.api.job;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;

/** When, and whether, a job is tried again. */
@ApplicationScoped
class BackOff {
    private static final int MOST_DOUBLINGS = 30;

    private final JobConfig config;

    BackOff(JobConfig config) {
        this.config = config;
    }

    /** Whether a job may fail once more and be tried again. */
    boolean allowsAnother(Job job) {
        return job.failures() < config.retries();
    }

    /** Back into the queue after a failure. */
    JobTransitions.Requeue afterFailure(Job job, Instant now) {
        return new JobTransitions.Requeue(now.plus(pause(job.failures())), true, false);
    }

    /** Back into the queue because its worker is lost. The pause counts from the silence on, in which nothing was done for it. */
    JobTransitions.Requeue afterLoss(Job job, Instant silentSince) {
        return new JobTransitions.Requeue(silentSince.plus(pause(job.failures())), true, true);
    }

    /** Back into the queue though nothing failed: a worker handed it back. It counts towards no limit. */
    JobTransitions.Requeue afterYield(Job job, Instant now) {
        return new JobTransitions.Requeue(
                now.plus(pause(Math.max(0, job.attempt() - 1 - job.failures()))), false, false);
    }

    private Duration pause(int earlier) {
        Duration pause = config.backOff().multipliedBy(1L << Math.min(earlier, MOST_DOUBLINGS));
        return pause.compareTo(config.longestBackOff()) > 0 ? config.longestBackOff() : pause;
    }
}
