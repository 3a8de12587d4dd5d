package dev.modelyard.api.job;

import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.id.WorkerId;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.Lane;
import dev.modelyard.contracts.job.Progress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One execution that an owner asked for, as it stands now.
 *
 * @param seq order of submission over all jobs
 * @param devices GPUs the run may use, after the rule for sites without any
 * @param attempt hand-outs so far
 * @param failures hand-outs of those that were lost or failed
 * @param notBefore it is not handed out earlier
 * @param dispatch the newest hand-out
 * @param run the run that is, or last was, bound to the newest hand-out
 * @param metrics by name: of the newest epoch, and of the result once it succeeded
 * @param events changes so far
 */
public record Job(
        JobId id,
        long seq,
        OwnerId owner,
        JobSpec spec,
        JobState state,
        Lane lane,
        int priority,
        int devices,
        JobSubject subject,
        Instant createdAt,
        Instant notBefore,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Optional<Instant> stopRequestedAt,
        int attempt,
        int failures,
        Optional<Long> dispatch,
        Optional<RunId> run,
        Optional<WorkerId> worker,
        Optional<Progress> progress,
        Map<String, Double> metrics,
        Optional<JobResult> result,
        Optional<JobError> error,
        long events) {
    public Job {
        metrics = Map.copyOf(metrics);
    }
}
