package dev.modelyard.api.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.id.WorkerId;
import dev.modelyard.contracts.job.CheckpointReference;
import dev.modelyard.contracts.job.EpochMetrics;
import dev.modelyard.contracts.job.Progress;
import java.time.Instant;
import java.util.Optional;

/** What happened to a job, as those who watch it are told. */
public sealed interface JobChange {
    /** The name of this kind of change, as it appears on the wire. */
    @JsonIgnore
    String type();

    /** When it happened: by the worker's clock what only the worker knows, else by this service's. */
    Instant at();

    /** The job is in another state, or bound to another run. */
    record Moved(
            Instant at,
            JobState state,
            int attempt,
            Optional<Long> dispatch,
            Optional<RunId> run,
            Optional<WorkerId> worker,
            Optional<JobDescription.Outcome> result,
            Optional<JobError> error)
            implements JobChange {
        static Moved of(Job job, Instant at) {
            boolean queued = job.state() == JobState.QUEUED;
            return new Moved(
                    at,
                    job.state(),
                    job.attempt(),
                    job.dispatch(),
                    job.run().filter(_ -> !queued),
                    job.worker().filter(_ -> !queued),
                    job.result().map(JobDescription.Outcome::of),
                    job.error());
        }

        @Override
        public String type() {
            return "state";
        }
    }

    /**
     * The run got on.
     *
     * @param epoch the figures of an epoch that has just ended
     */
    record Advanced(Instant at, JobDescription.Advance progress, Optional<EpochMetrics> epoch) implements JobChange {
        static Advanced of(Progress progress, Optional<EpochMetrics> epoch, Instant at) {
            return new Advanced(at, JobDescription.Advance.of(progress), epoch);
        }

        @Override
        public String type() {
            return "progress";
        }
    }

    /** There is a checkpoint that the job can go on from. */
    record Kept(Instant at, int epoch, long step) implements JobChange {
        static Kept of(CheckpointReference checkpoint, Instant at) {
            return new Kept(at, checkpoint.epoch(), checkpoint.step());
        }

        @Override
        public String type() {
            return "checkpoint";
        }
    }
}
