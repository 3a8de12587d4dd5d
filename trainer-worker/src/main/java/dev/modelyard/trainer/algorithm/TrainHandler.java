package dev.modelyard.trainer.algorithm;

import dev.modelyard.artifactstore.ArtifactCorruptException;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.ModelSummary;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.job.CheckpointReference;
import dev.modelyard.contracts.job.FewShot;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.Progress;
import dev.modelyard.networks.preset.NetworkCatalog;
import dev.modelyard.networks.preset.NetworkRequest;
import dev.modelyard.networks.preset.Preset;
import dev.modelyard.networks.pretrained.Backbone;
import dev.modelyard.networks.pretrained.Backbones;
import dev.modelyard.networks.pretrained.InvalidBackboneException;
import dev.modelyard.trainer.WorkerConfig;
import dev.modelyard.trainer.checkpoint.CheckpointConfig;
import dev.modelyard.trainer.checkpoint.CheckpointPolicy;
import dev.modelyard.trainer.dataset.DatasetVersion;
import dev.modelyard.trainer.run.JobFailedException;
import dev.modelyard.trainer.run.JobHandler;
import dev.modelyard.trainer.run.RunContext;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Trains the next version of a model. Must be called on a platform thread; libtorch's random numbers allow one at a time. */
@ApplicationScoped
public class TrainHandler implements JobHandler<JobSpec.Train> {
    private final List<Algorithm> algorithms;
    private final Backbones backbones;
    private final CheckpointPolicy checkpoints;

    @Inject
    TrainHandler(@All List<Algorithm> algorithms, WorkerConfig worker, CheckpointConfig checkpoints) {
        this(algorithms, new Backbones(worker.backbones()), checkpoints.policy());
    }

    /** A handler with these algorithms. */
    public TrainHandler(List<Algorithm> algorithms, Backbones backbones, CheckpointPolicy checkpoints) {
        this.algorithms = List.copyOf(algorithms);
        this.backbones = backbones;
        this.checkpoints = checkpoints;
    }

    @Override
    public Class<JobSpec.Train> specification() {
        return JobSpec.Train.class;
    }

    @Override
    public Result handle(JobSpec.Train job, Optional<CheckpointReference> resume, RunContext context) {
        try {
            context.report(Progress.begun("reading", 0));
            Algorithm algorithm = algorithm(job);
            DatasetVersion dataset =
                    DatasetVersion.open(context.store(), job.dataset().artifact(), context.scratch());
            if (dataset.summary().task() != job.task()) {
                throw new JobFailedException(
                        ErrorCode.INVALID_DATA,
                        "the dataset is for " + dataset.summary().task().wireName() + ", not for "
                                + job.task().wireName());
            }
            try (PlannedTraining planned = algorithm.plan(job, dataset, context)) {
                return train(job, planned, resume, context);
            }
        } catch (ArtifactCorruptException e) {
            throw new JobFailedException(ErrorCode.ARTIFACT_CORRUPT, "the dataset is damaged: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new JobFailedException(
                    ErrorCode.STORAGE_UNAVAILABLE, "the artifact store failed: " + e.getMessage(), e);
        }
    }

    private Algorithm algorithm(JobSpec.Train job) throws IOException {
        Preset preset = preset(job.network())
                .filter(found -> found.tasks().contains(job.task().wireName()))
                .orElseThrow(() -> new JobFailedException(
                        ErrorCode.UNKNOWN_NETWORK,
                        "there is no network '" + job.network() + "' for "
                                + job.task().wireName()));
        boolean matching =
                job.parameters().fewShot().flatMap(FewShot::labelMatching).orElse(false);
        if (matching && !(preset.nominal() instanceof NetworkRequest.Encoder)) {
            throw new JobFailedException(
                    ErrorCode.UNTRAINABLE,
                    "few_shot.label_matching is for pretrained encoders, and '" + job.network() + "' is none");
        }
        return algorithms.stream()
                .filter(algorithm -> algorithm.tasks().contains(job.task())
                        && algorithm.networks().isInstance(preset.nominal()))
                .findFirst()
                .orElseThrow(() -> new JobFailedException(
                        ErrorCode.UNKNOWN_NETWORK, job.task().wireName() + " cannot be trained here"));
    }

    private Optional<Preset> preset(String name) throws IOException {
        Optional<Preset> built = NetworkCatalog.standard().find(name);
        try {
            return built.isPresent() ? built : backbones.find(name).map(Backbone::preset);
        } catch (InvalidBackboneException e) {
            throw new JobFailedException(
                    ErrorCode.UNKNOWN_NETWORK, "the network '" + name + "' cannot be used: " + e.getMessage(), e);
        }
    }

    private Result train(
            JobSpec.Train job, PlannedTraining planned, Optional<CheckpointReference> resume, RunContext context)
            throws IOException {
        Succession.Ended ended = Succession.of(planned, job.network(), resume, context, checkpoints);
        ModelVersion version = new ModelVersion(job, ended.planned(), ended.outcome());
        ArtifactReference artifact = version.save(context.store(), context.run(), context.scratch());
        ModelSummary summary = version.summary();
        context.log("saved: " + summary.metrics());
        return new Result(artifact, summary);
    }
}
