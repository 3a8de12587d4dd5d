package dev.modelyard.api.facade.gts;

import dev.modelyard.api.deployment.Deployment;
import dev.modelyard.api.deployment.DeploymentService;
import dev.modelyard.api.deployment.DeploymentState;
import dev.modelyard.api.job.Job;
import dev.modelyard.api.job.JobError;
import dev.modelyard.api.job.JobService;
import dev.modelyard.api.model.Model;
import dev.modelyard.api.model.ModelService;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.servicekit.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** Says how tasks stand: by what is written down of the newest training, by its jobs, and by whether the newest version is served. */
@ApplicationScoped
class StandingService {
    private static final String ACCURACY = "test_accuracy";

    private final GtsTaskService tasks;
    private final GtsTrainingStore trainings;
    private final JobService jobs;
    private final ModelService models;
    private final DeploymentService deployments;

    StandingService(
            GtsTaskService tasks,
            GtsTrainingStore trainings,
            JobService jobs,
            ModelService models,
            DeploymentService deployments) {
        this.tasks = tasks;
        this.trainings = trainings;
        this.jobs = jobs;
        this.models = models;
        this.deployments = deployments;
    }

    /**
     * How a task stands.
     *
     * @param accuracy on the test data, of the newest version of the model, if it is known
     */
    record Status(Standing standing, Optional<Double> accuracy, Optional<String> detail) {}

    @Transactional
    Status status(Caller caller, String name) {
        GtsTask task = tasks.require(caller, name, "任务不存在");
        Optional<GtsTraining> training = trainings.current(task.id());
        if (training.isEmpty()) {
            return new Status(Standing.INITIALIZED, Optional.empty(), Optional.empty());
        }
        TrainingOutcome outcome = outcome(training.get());
        Optional<String> detail = outcome.detail().or(training.get()::detail);
        if (outcome.phase() != TrainingPhase.TRAINED) {
            return new Status(Standing.of(outcome.phase()), Optional.empty(), detail);
        }
        Optional<Model> model = task.model().flatMap(id -> models.find(task.caller(), id));
        Standing standing = model.filter(this::isServed).isPresent() ? Standing.ON_INFERENCE : Standing.TRAIN_SUCCESS;
        return new Status(standing, model.flatMap(found -> accuracy(task, found)), detail);
    }

    /** What came of a training so far; in the caller's transaction if there is one. */
    @Transactional
    TrainingOutcome outcome(GtsTraining training) {
        return switch (training.phase()) {
            case IMPORTING -> outcome(training, training.importJob());
            case TRAINING -> outcome(training, training.trainJob());
            case PREPARING, TRAINED, FAILED, STOPPED -> TrainingOutcome.of(training.phase());
        };
    }

    private TrainingOutcome outcome(GtsTraining training, Optional<JobId> id) {
        Optional<Job> job = id.flatMap(jobs::find);
        if (job.isEmpty()) {
            return TrainingOutcome.failed("训练作业已被删除");
        }
        return switch (job.get().state()) {
            case QUEUED, DISPATCHED, RUNNING, STOPPING -> TrainingOutcome.of(training.phase());
            case SUCCEEDED ->
                training.phase() == TrainingPhase.IMPORTING
                        ? new TrainingOutcome(TrainingPhase.IMPORTING, true, Optional.empty())
                        : TrainingOutcome.of(TrainingPhase.TRAINED);
            case FAILED ->
                TrainingOutcome.failed(job.get().error().map(JobError::message).orElse(""));
            case STOPPED -> TrainingOutcome.of(TrainingPhase.STOPPED);
        };
    }

    /** By the newest version: after a training of another one, the earlier may still be served, but the task is not what it was. */
    private boolean isServed(Model model) {
        return deployments
                .find(model.id())
                .filter(Deployment::started)
                .filter(deployment -> deployment.state() != DeploymentState.FAILED)
                .filter(deployment -> model.latestVersion()
                        .filter(latest -> latest == deployment.version())
                        .isPresent())
                .isPresent();
    }

    private Optional<Double> accuracy(GtsTask task, Model model) {
        return model.latestVersion()
                .map(version -> models.version(task.caller(), model.id(), version))
                .flatMap(version ->
                        Optional.ofNullable(version.summary().metrics().get(ACCURACY)));
    }
}
