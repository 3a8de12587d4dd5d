package dev.modelyard.api.facade.gts;

import dev.modelyard.api.dataset.DatasetService;
import dev.modelyard.api.deployment.Deployment;
import dev.modelyard.api.deployment.DeploymentService;
import dev.modelyard.api.job.Job;
import dev.modelyard.api.job.JobService;
import dev.modelyard.api.model.ModelService;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Deletes tasks, and what trainings leave behind. A task is gone for its owner at once; what a job still works on goes when the job has
 * ended. Each step may be done twice, and by several replicas.
 */
@ApplicationScoped
class RemovalService {
    private static final Set<ErrorCode> STILL_USED = Set.of(ErrorCode.CONFLICT, ErrorCode.DATASET_IN_USE);

    private final GtsTaskService tasks;
    private final GtsTaskStore taskStore;
    private final GtsTrainingStore trainings;
    private final GtsFileService files;
    private final JobService jobs;
    private final DatasetService datasets;
    private final ModelService models;
    private final DeploymentService deployments;
    private final GtsConfig config;

    RemovalService(
            GtsTaskService tasks,
            GtsTaskStore taskStore,
            GtsTrainingStore trainings,
            GtsFileService files,
            JobService jobs,
            DatasetService datasets,
            ModelService models,
            DeploymentService deployments,
            GtsConfig config) {
        this.tasks = tasks;
        this.taskStore = taskStore;
        this.trainings = trainings;
        this.files = files;
        this.jobs = jobs;
        this.datasets = datasets;
        this.models = models;
        this.deployments = deployments;
        this.config = config;
    }

    /** Deletes a task in whatever state it is, with its files, model and data. */
    void delete(Caller caller, String name, String unknown) {
        GtsTask task = tasks.require(caller, name, unknown);
        QuarkusTransaction.requiringNew().run(() -> {
            GtsTask held = tasks.hold(task);
            taskStore.markDeleted(held.id());
            files.deleteAll(held);
        });
        tidy(task.id());
    }

    /** Lets go of what is left of replaced and abandoned trainings of a task, and, if it was deleted, of all that it had. */
    void tidy(String id) {
        record Left(Optional<GtsTask> task, List<GtsTraining> trainings) {}
        Left left = QuarkusTransaction.requiringNew().call(() -> new Left(taskStore.find(id), trainings.of(id)));
        if (left.task().isEmpty()) {
            return;
        }
        GtsTask task = left.task().get();
        boolean all = true;
        for (GtsTraining training : left.trainings()) {
            if (task.deleted() || training.replaced() || abandoned(training)) {
                all &= removed(task, training);
            }
        }
        if (task.deleted() && all && modelRemoved(task)) {
            QuarkusTransaction.requiringNew().run(() -> taskStore.remove(id));
        }
    }

    private boolean abandoned(GtsTraining training) {
        return training.phase() == TrainingPhase.PREPARING
                && training.createdAt().isBefore(Instant.now().minus(config.unfinishedUpload()));
    }

    private boolean removed(GtsTask task, GtsTraining training) {
        if (training.jobs().filter(job -> !ended(task, job)).count() > 0) {
            return false;
        }
        return forget(task, training.id(), training.dataset());
    }

    /** Deletes a training that no job works for, and its data; false if somebody else's job still reads that. */
    boolean forget(GtsTask task, long training, DatasetId dataset) {
        if (!gone(() -> datasets.delete(task.caller(), dataset))) {
            return false;
        }
        QuarkusTransaction.requiringNew().run(() -> trainings.remove(training));
        return true;
    }

    /** Asks a job to stop that nobody needs any more; true if it has ended. */
    private boolean ended(GtsTask task, JobId id) {
        return jobs.find(id)
                .map(job -> job.state().ended() ? job : jobs.stop(task.caller(), id))
                .map(Job::state)
                .map(state -> state.ended())
                .orElse(true);
    }

    private boolean modelRemoved(GtsTask task) {
        if (task.model().isEmpty()) {
            return true;
        }
        ModelId model = task.model().get();
        Optional<Deployment> served = deployments.find(model);
        boolean stopped = served.isEmpty()
                || gone(() -> deployments.delete(task.caller(), served.get().id()));
        return stopped && gone(() -> models.delete(task.caller(), model));
    }

    /** Deletes something; false if it is still used. That it is gone already is as good. */
    private static boolean gone(Runnable deletion) {
        try {
            deletion.run();
            return true;
        } catch (ProblemException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return true;
            }
            if (STILL_USED.contains(e.code())) {
                return false;
            }
            throw e;
        }
    }
}
