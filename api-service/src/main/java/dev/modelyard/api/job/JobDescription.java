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
 * @param queuePosition from 1, while it is queued
 * @param metrics the figures known so far, by name; absent while there are none
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
        Optional<Integer> queuePosition,
        Optional<Long> dispatch,
        Optional<RunId> run,
        Optional<WorkerId> worker,
        Optional<Shown> progress,
        Optional<Map<String, Double>> metrics,
        Optional<Made> result,
        Optional<JobError> error) {

    /**
     * How far a run is.
     *
     * @param percent of the steps of this phase
     */
    public record Shown(
            String phase,
            long step,
            long steps,
            int epoch,
            int epochs,
            double percent,
            Optional<Double> etaSeconds,
            Optional<Double> samplesPerSecond) {

        static Shown of(Progress progress) {
            double share = progress.steps() <= 0 ? 0 : (double) progress.step() / progress.steps();
            return new Shown(
                    progress.phase(),
                    progress.step(),
                    progress.steps(),
                    progress.epoch(),
                    progress.epochs(),
                    Math.round(Math.clamp(share, 0, 1) * 1000) / 10.0,
                    progress.etaSeconds(),
                    progress.samplesPerSecond());
        }
    }

    /** What it made. */
    public record Made(Optional<Integer> modelVersion, Optional<Integer> datasetVersion) {}

    /** A job that is not queued, or whose place in the queue nobody asked for. */
    public static JobDescription of(Job job) {
        return of(job, Optional.empty());
    }

    public static JobDescription of(Job job, Optional<Integer> queuePosition) {
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
                job.run(),
                job.worker(),
                job.progress().map(Shown::of),
                Optional.of(job.metrics())
                        .filter(metrics -> !metrics.isEmpty())
                        .map(metrics -> Collections.unmodifiableMap(new TreeMap<>(metrics))),
                job.result().map(result -> new Made(result.modelVersion(), result.datasetVersion())),
                job.error());
    }
}
