package dev.modelyard.api.job;

import dev.modelyard.api.artifact.DeletionService;
import dev.modelyard.contracts.artifact.StoreLayout;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.RunId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lets go of what jobs leave behind: themselves, their logs, and what their runs wrote beside the result. A few at a time. */
@ApplicationScoped
public class LeftoverService {
    private final LeftoverStore store;
    private final JobStore jobs;
    private final RunStore runs;
    private final DeletionService deletions;

    LeftoverService(LeftoverStore store, JobStore jobs, RunStore runs, DeletionService deletions) {
        this.store = store;
        this.jobs = jobs;
        this.runs = runs;
        this.deletions = deletions;
    }

    /** Forgets some jobs that ended that long ago; what they made stays. Answers how many. */
    @Transactional
    public int forgetJobs(Duration ago, int most) {
        List<JobId> old = store.endedBefore(ago, most);
        old.forEach(id -> jobs.find(id).ifPresent(this::forget));
        return old.size();
    }

    /** Deletes the logs and the numbered changes of some jobs that ended that long ago. Answers how many. */
    @Transactional
    public int forgetLogs(Duration ago, int most) {
        List<JobId> old = store.withLogEndedBefore(ago, most);
        for (JobId job : old) {
            runs.of(job).forEach(run -> deletions.delete(StoreLayout.log(run)));
            store.logGone(job);
        }
        return old.size();
    }

    /**
     * Deletes what some runs wrote beside their log and the result of their job. Answers of how many.
     *
     * @param quiet only of runs not heard of for this long, in which one that does not know that it lost may still write
     * @param failed a job that failed this long ago has no use for its checkpoints
     * @param stopped a job that was stopped this long ago has no use for its checkpoints
     */
    @Transactional
    public int forgetRuns(Duration quiet, Duration failed, Duration stopped, int most) {
        List<LeftoverStore.Leftover> found = store.leftovers(quiet, failed, stopped, most);
        for (LeftoverStore.Leftover leftover : found) {
            RunId run = leftover.run();
            deletions.delete(StoreLayout.checkpoints(run));
            if (!leftover.madeTheResult()) {
                deletions.delete(StoreLayout.artifact(run));
            }
            store.cleaned(leftover.job(), run);
        }
        return found.size();
    }

    /** Which of these names are those of runs that are known. */
    @Transactional
    public Set<String> known(Collection<String> names) {
        return names.isEmpty() ? Set.of() : store.known(names);
    }

    /** Forgets a job that has ended, with its log, figures and checkpoints; what it made stays. In its callers' transactions. */
    void forget(Job job) {
        for (RunId run : runs.of(job.id())) {
            boolean madeTheResult =
                    job.state() == JobState.SUCCEEDED && job.run().equals(Optional.of(run));
            if (madeTheResult) {
                deletions.delete(StoreLayout.log(run));
                deletions.delete(StoreLayout.checkpoints(run));
            } else {
                deletions.delete(StoreLayout.run(run));
            }
        }
        jobs.deleteEnded(job.id());
    }
}
