package dev.modelyard.api.facade.gts;

import dev.modelyard.api.artifact.UploadService;
import dev.modelyard.api.dataset.ContentQuery;
import dev.modelyard.api.dataset.ContentService;
import dev.modelyard.api.dataset.CreateDataset;
import dev.modelyard.api.dataset.Dataset;
import dev.modelyard.api.dataset.DatasetService;
import dev.modelyard.api.dataset.ReceivedContent;
import dev.modelyard.api.dataset.UploadHead;
import dev.modelyard.api.job.Job;
import dev.modelyard.api.job.JobService;
import dev.modelyard.api.model.CreateModel;
import dev.modelyard.api.model.ModelService;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.problem.ProblemException;
import dev.modelyard.servicekit.upload.Upload;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Optional;

/**
 * Starts and stops trainings. One is a dataset of its own, made of the task's files by an import job; {@link TrainingFollowUp} submits the
 * training proper when that has succeeded. It is accepted in one transaction: until then nothing of it counts, after that nothing is lost.
 */
@ApplicationScoped
class GtsTrainingService {
    private static final String NOT_STARTED = "启动训练失败";
    private static final String ARCHIVE = "application/zip";

    private final GtsTaskService tasks;
    private final GtsTaskStore taskStore;
    private final GtsTrainingStore trainings;
    private final DataCheckService checks;
    private final StandingService standings;
    private final RemovalService removals;
    private final DatasetService datasets;
    private final ContentService content;
    private final UploadService uploads;
    private final ModelService models;
    private final JobService jobs;
    private final GtsConfig config;

    GtsTrainingService(
            GtsTaskService tasks,
            GtsTaskStore taskStore,
            GtsTrainingStore trainings,
            DataCheckService checks,
            StandingService standings,
            RemovalService removals,
            DatasetService datasets,
            ContentService content,
            UploadService uploads,
            ModelService models,
            JobService jobs,
            GtsConfig config) {
        this.tasks = tasks;
        this.taskStore = taskStore;
        this.trainings = trainings;
        this.checks = checks;
        this.standings = standings;
        this.removals = removals;
        this.datasets = datasets;
        this.content = content;
        this.uploads = uploads;
        this.models = models;
        this.jobs = jobs;
        this.config = config;
    }

    /**
     * Looks through the files and submits their import.
     *
     * @return what its owner may want to know
     * @throws GtsRefusalException with the code and words of the document
     */
    Optional<String> train(Caller caller, TrainCall call) throws IOException {
        GtsTask task = tasks.require(caller, call.task(), GtsTaskService.UNKNOWN);
        GtsTraining.TrainingOrder order = call.order();
        QuarkusTransaction.requiringNew().run(() -> requireIdle(tasks.hold(task)));
        TrainingData data = checks.check(task, call);
        try {
            submit(task, order, data);
        } catch (ProblemException e) {
            if (e.code().category() != ErrorCode.Category.CALLER) {
                throw e;
            }
            throw GtsRefusalException.because(NOT_STARTED, e);
        }
        return data.detail();
    }

    /** Stops the training of a task, whichever of its jobs is under way; it counts as stopped at once. */
    void stop(Caller caller, String name) {
        GtsTask task = tasks.require(caller, name, GtsTaskService.UNKNOWN);
        QuarkusTransaction.requiringNew().run(() -> {
            GtsTask held = tasks.hold(task);
            GtsTraining training = trainings
                    .current(held.id())
                    .filter(current -> standings.outcome(current).underWay())
                    .orElseThrow(() -> new GtsRefusalException(GtsRefusalException.STATE, "任务不在训练中"));
            trainings.end(training.id(), TrainingPhase.STOPPED, Optional.empty());
            training.currentJob().ifPresent(job -> jobs.stop(held.caller(), job));
        });
    }

    private void submit(GtsTask task, GtsTraining.TrainingOrder order, TrainingData data) throws IOException {
        Prepared prepared = QuarkusTransaction.requiringNew().call(() -> prepare(task, order));
        Optional<ReceivedContent> received = Optional.empty();
        boolean accepted = false;
        try {
            ReceivedContent packed = receive(task, prepared.dataset(), data);
            received = Optional.of(packed);
            QuarkusTransaction.requiringNew().run(() -> accept(task, prepared.training(), packed, data));
            accepted = true;
        } finally {
            if (!accepted) {
                received.ifPresent(content::discard);
                removals.forget(task, prepared.training(), prepared.dataset());
            }
        }
    }

    private record Prepared(long training, DatasetId dataset) {}

    private Prepared prepare(GtsTask task, GtsTraining.TrainingOrder order) {
        GtsTask held = tasks.hold(task);
        Dataset dataset = datasets.create(
                held.owner(),
                new CreateDataset(held.name(), held.type().task(), Optional.of("Of a training of a GTS task.")));
        return new Prepared(trainings.prepare(held.id(), dataset.id(), order), dataset.id());
    }

    private ReceivedContent receive(GtsTask task, DatasetId dataset, TrainingData data) throws IOException {
        try (PackedData packed = new PackedData(
                data, file -> uploads.open(file.key()), config.longestLine().asLongValue())) {
            return content.receive(
                    task.caller(),
                    dataset,
                    () -> new Upload(
                            Optional.empty(),
                            Optional.of("training.zip"),
                            Optional.empty(),
                            Optional.of(ARCHIVE),
                            packed),
                    new UploadHead(Optional.of(ARCHIVE), Optional.empty(), Optional.empty()),
                    new ContentQuery(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            task.type().labels(),
                            Optional.empty(),
                            Optional.empty()));
        }
    }

    private void accept(GtsTask task, long training, ReceivedContent packed, TrainingData data) {
        GtsTask held = requireIdle(tasks.hold(task));
        if (held.model().flatMap(id -> models.find(held.caller(), id)).isEmpty()) {
            ModelId model = models.create(
                            held.caller(),
                            new CreateModel(
                                    held.name(),
                                    held.type().task(),
                                    network(held),
                                    Optional.of("Of a GTS task."),
                                    Optional.empty(),
                                    Optional.empty()))
                    .id();
            taskStore.setModel(held.id(), model);
        }
        Job job = content.submit(held.caller(), packed);
        trainings.importing(training, job.id(), data.detail());
        trainings.replaceOlder(held.id(), training);
    }

    /** What an operator gives an engine; an engine knows the tasks on texts only. */
    private Optional<String> network(GtsTask task) {
        return switch (task.engine()) {
            case GtsTaskService.BAGUALU -> config.bagualuNetwork();
            default -> config.qiankundingNetwork();
        };
    }

    private GtsTask requireIdle(GtsTask held) {
        boolean busy = trainings
                .current(held.id())
                .filter(current -> standings.outcome(current).underWay())
                .isPresent();
        if (busy) {
            throw new GtsRefusalException(GtsRefusalException.STATE, "任务正在训练中");
        }
        return held;
    }
}
