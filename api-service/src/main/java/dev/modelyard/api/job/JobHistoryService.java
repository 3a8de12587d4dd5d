package dev.modelyard.api.job;

import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;

/** What happened to jobs, for those who watch them. */
@ApplicationScoped
public class JobHistoryService {
    private final JobService jobs;
    private final RunStore runs;
    private final ChangeStore changes;

    JobHistoryService(JobService jobs, RunStore runs, ChangeStore changes) {
        this.jobs = jobs;
        this.runs = runs;
        this.changes = changes;
    }

    /**
     * A job with some of its changes after that number, oldest first. The job was read before them: if it had ended and counts no
     * more than the last of these, they are the last.
     *
     * @throws ProblemException 404
     */
    @Transactional
    public History after(Caller caller, JobId id, long number, int limit) {
        Job job = jobs.get(caller, id);
        return new History(job, job.events() > number ? changes.after(id, number, limit) : List.of());
    }

    /**
     * A job with its runs, oldest first.
     *
     * @throws ProblemException 404
     */
    @Transactional
    public Runs runs(Caller caller, JobId id) {
        Job job = jobs.get(caller, id);
        return new Runs(job.state().ended(), runs.of(id));
    }

    /** A job and changes of it. */
    public record History(Job job, List<RecordedChange> changes) {
        public History {
            changes = List.copyOf(changes);
        }

        /** Whether nothing comes after that number. */
        public boolean endsWith(long number) {
            return job.state().ended() && number >= job.events();
        }

        /** Whether there is nothing more to tell, because nothing follows, or because it is not kept any more. */
        public boolean isOver(long number) {
            return endsWith(number) || (job.state().ended() && changes.isEmpty());
        }
    }

    /** The runs of a job; more may follow unless it has ended. */
    public record Runs(boolean ended, List<RunId> runs) {
        public Runs {
            runs = List.copyOf(runs);
        }
    }
}
