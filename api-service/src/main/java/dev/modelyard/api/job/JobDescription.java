package dev.modelyard.api.job;

import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.id.RunId;
import dev.modelyard.contracts.id.WorkerId;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.Lane;
import dev.modelyard.contracts.job.Progress;
import dev.modelyard.contracts.job.TrainingParameters;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A job as callers see it.
 *
 * @param network of a training
 * @param parameters of a training, as they were asked for
 * @param attempt hand-outs so far
 * @param queuePosition from 1 while queued; on reading one job
 * @param run absent while queued
 */
public record JobDescription(
        JobId id,
        String kind,
        JobState state,
        OwnerId owner,
        int priority,
        int devices,
        Lane lane,
        Optional<ModelId> model,
        Optional<DatasetId> dataset,
        Optional<Integer> datasetVersion,
        Optional<String> network,
        Optional<TrainingParameters> parameters,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        int attempt,
        Optional<Long> queuePosition,
        Optional<Long> dispatch,
        Optional<RunId> run,
        Optional<WorkerId> worker,
        Optional<Advance> progress,
        Optional<Map<String, Double>> metrics,
        Optional<Outcome> result,
        Optional<JobError> error) {

    /**
     * How far the run is.
     *
     * @param percent of the phase, 0 to 100, one decimal
     * @param etaSeconds absent until there is a pace
     */
    public record Advance(
            String phase,
            long step,
            long steps,
            int epoch,
            int epochs,
            double percent,
            Optional<Double> etaSeconds,
            Optional<Double> samplesPerSecond) {
        static Advance of(Progress progress) {
            double share = progress.steps() <= 0 ? 0 : Math.min(1, (double) progress.step() / progress.steps());
            return new Advance(
                    progress.phase(),
                    progress.step(),
                    progress.steps(),
                    progress.epoch(),
                    progress.epochs(),
                    Math.round(share * 1000) / 10.0,
                    progress.etaSeconds(),
                    progress.samplesPerSecond());
        }
    }

    /** What a job made. */
    public record Outcome(Optional<Integer> modelVersion, Optional<Integer> datasetVersion) {
        static Outcome of(JobResult result) {
            return new Outcome(result.modelVersion(), result.datasetVersion());
        }
    }

    /** A job that is not asked for its place in the queue. */
    public static JobDescription of(Job job) {
        return of(job, Optional.empty());
    }

    /** A job with its place in the queue, if it has one. */
    public static JobDescription of(Job job, Optional<Long> queuePosition) {
        boolean queued = job.state() == JobState.QUEUED;
        Optional<JobSpec.Train> training =
                job.spec() instanceof JobSpec.Train train ? Optional.of(train) : Optional.empty();
        return new JobDescription(
                job.id(),
                job.spec().kind(),
                job.state(),
                job.owner(),
                job.priority(),
                job.devices(),
                job.lane(),
                job.subject().model(),
                job.subject().dataset(),
                job.subject().datasetVersion(),
                training.map(JobSpec.Train::network),
                training.map(JobSpec.Train::parameters),
                job.createdAt(),
                job.startedAt(),
                job.endedAt(),
                job.attempt(),
                queuePosition,
                job.dispatch(),
                job.run().filter(_ -> !queued),
                job.worker().filter(_ -> !queued),
                job.progress().map(Advance::of),
                Optional.of(job.metrics())
                        .filter(metrics -> !metrics.isEmpty())
                        .map(metrics -> Collections.unmodifiableMap(new TreeMap<>(metrics))),
                job.result().map(Outcome::of),
                job.error());
    }

    /** Where the job is read. */
    public String path() {
        return "/v1/jobs/" + id;
    }
}
