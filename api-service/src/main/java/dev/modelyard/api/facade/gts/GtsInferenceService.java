package dev.modelyard.api.facade.gts;

import dev.modelyard.api.deployment.Deployment;
import dev.modelyard.api.deployment.DeploymentService;
import dev.modelyard.api.deployment.ReadinessService;
import dev.modelyard.api.deployment.StartModel;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.Set;

/** Starts and ends the inference of tasks; each task has its own model, and as many as there is room for are started at a time. */
@ApplicationScoped
class GtsInferenceService {
    static final String NOT_STARTED = "未启动推理服务";

    private static final String START_FAILED = "推理模型启动失败";
    private static final Set<TrainingPhase> WITHOUT_RESULT = Set.of(TrainingPhase.FAILED, TrainingPhase.STOPPED);

    private final GtsTaskService tasks;
    private final GtsTrainingStore trainings;
    private final DeploymentService deployments;
    private final ReadinessService readiness;

    GtsInferenceService(
            GtsTaskService tasks,
            GtsTrainingStore trainings,
            DeploymentService deployments,
            ReadinessService readiness) {
        this.tasks = tasks;
        this.trainings = trainings;
        this.deployments = deployments;
        this.readiness = readiness;
    }

    /** Loads the newest version of a task's model and returns when it answers; if it does not, what was started for that is stopped again. */
    void start(Caller caller, String name) {
        GtsTask task = tasks.require(caller, name, "task_id not exits");
        ModelId model = task.model()
                .orElseThrow(
                        () -> new GtsRefusalException(GtsRefusalException.FAILED, START_FAILED + ": 任务还没有训练成功的模型"));
        boolean before = deployments.find(model).filter(Deployment::started).isPresent();
        try {
            readiness.startAndAwait(
                    task.caller(),
                    new StartModel(model, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
        } catch (ProblemException e) {
            if (!before) {
                deployments.find(model).ifPresent(deployment -> deployments.stop(task.caller(), deployment.id()));
            }
            throw GtsRefusalException.because(START_FAILED, e);
        }
        QuarkusTransaction.requiringNew().run(() -> goOnWithWhatIsTrained(task));
    }

    /** Stops a task's inference; the task is trained, whatever became of trainings since. */
    void end(Caller caller, String name) {
        GtsTask task = tasks.require(caller, name, GtsTaskService.UNKNOWN);
        Deployment deployment = requireStarted(task);
        deployments.stop(task.caller(), deployment.id());
        QuarkusTransaction.requiringNew().run(() -> goOnWithWhatIsTrained(task));
    }

    /**
     * The deployment that answers for a task.
     *
     * @throws GtsRefusalException if there is none
     */
    @Transactional
    Deployment requireStarted(GtsTask task) {
        return task.model()
                .flatMap(deployments::find)
                .filter(Deployment::started)
                .orElseThrow(() -> new GtsRefusalException(GtsRefusalException.FAILED, NOT_STARTED));
    }

    private void goOnWithWhatIsTrained(GtsTask task) {
        trainings
                .current(tasks.hold(task).id())
                .filter(training -> WITHOUT_RESULT.contains(training.phase()))
                .ifPresent(training -> trainings.end(training.id(), TrainingPhase.TRAINED, Optional.empty()));
    }
}
