package dev.modelyard.api.job;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What a feature does in the transaction that queues its jobs, for all of them at once. Implementations are CDI beans. */
public interface JobFeature {
    /** Keeps from being deleted, until the transaction ends, what jobs are about; answers those subjects of which nothing is gone. */
    Set<JobSubject> hold(Collection<JobSubject> subjects);

    /** What is missing where a subject was not held, by its name in the answer. */
    default String name() {
        return "subject of the job";
    }

    /** Its jobs have been queued. */
    void queued(List<Job> jobs);

    /** Jobs that are about nothing that could be deleted, and with which nothing goes. */
    static JobFeature none() {
        return Unattached.INSTANCE;
    }

    /** See {@link #none}. */
    enum Unattached implements JobFeature {
        INSTANCE;

        @Override
        public Set<JobSubject> hold(Collection<JobSubject> subjects) {
            return Set.copyOf(subjects);
        }

        @Override
        public void queued(List<Job> jobs) {
            // Nothing goes with them.
        }
    }
}
