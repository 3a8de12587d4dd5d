package dev.modelyard.api.watch;

import dev.modelyard.api.job.JobHistoryService;
import dev.modelyard.api.job.JobHistoryService.History;
import dev.modelyard.api.job.JobLogService;
import dev.modelyard.api.job.JobService;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Opens streams of what happens to jobs. */
@ApplicationScoped
class WatchService {
    private final Watchers watchers;
    private final JobHistoryService history;
    private final JobService jobs;
    private final JobLogService logs;
    private final WatchConfig config;

    WatchService(
            Watchers watchers, JobHistoryService history, JobService jobs, JobLogService logs, WatchConfig config) {
        this.watchers = watchers;
        this.history = history;
        this.jobs = jobs;
        this.logs = logs;
        this.config = config;
    }

    /**
     * The changes of a job from after that number on, or from now on, after the job as it is.
     *
     * @param standing whether the caller's credentials still hold
     * @return the stream, to be closed; empty if nothing comes any more
     * @throws ProblemException 404; 400 if no change has that number yet; 429 if there are too many streams
     */
    Optional<ChangeStream> changes(Caller caller, BooleanSupplier standing, JobId id, Optional<Long> after) {
        History begin = history.after(caller, id, Long.MAX_VALUE, 1);
        if (after.filter(number -> number > begin.job().events()).isPresent()) {
            throw ProblemException.invalidField("Last-Event-ID", "must be the id of an event of this job");
        }
        if (after.filter(begin::endsWith).isPresent()) {
            return Optional.empty();
        }
        Watcher watcher = watchers.open(id.value(), caller.owner());
        return Optional.of(new ChangeStream(
                watcher,
                config,
                standing,
                number -> history.after(caller, id, number, ChangeStream.BATCH),
                () -> jobs.describe(caller, id),
                after));
    }

    /**
     * The log of a job from that byte on, to its end.
     *
     * @throws ProblemException as {@link #changes}
     */
    LogStream log(Caller caller, BooleanSupplier standing, JobId id, long offset) {
        history.runs(caller, id);
        Watcher watcher = watchers.open(id.value(), caller.owner());
        return new LogStream(watcher, config, standing, () -> history.runs(caller, id), logs::chunk, offset);
    }
}
