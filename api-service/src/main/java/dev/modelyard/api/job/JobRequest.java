package dev.modelyard.api.job;

import dev.modelyard.contracts.job.JobSpec;

/**
 * What is submitted.
 *
 * @param priority -10 to 10, higher first
 * @param devices GPUs asked for; 0: processors only
 */
public record JobRequest(JobSpec spec, JobSubject subject, int priority, int devices) {
    public static final int LOWEST_PRIORITY = -10;
    public static final int HIGHEST_PRIORITY = 10;
    public static final int MOST_DEVICES = 64;

    public JobRequest {
        if (priority < LOWEST_PRIORITY || priority > HIGHEST_PRIORITY) {
            throw new IllegalArgumentException("priority must be between -10 and 10");
        }
        if (devices < 0 || devices > MOST_DEVICES) {
            throw new IllegalArgumentException("devices must be between 0 and 64");
        }
    }

    /** Of middle priority, on processors. */
    public static JobRequest of(JobSpec spec, JobSubject subject) {
        return new JobRequest(spec, subject, 0, 0);
    }
}
