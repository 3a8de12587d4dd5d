package dev.modelyard.api.facade.gts;

import dev.modelyard.api.deployment.Deployment;
import dev.modelyard.api.deployment.DeploymentConfig;
import dev.modelyard.api.deployment.DeploymentService;
import dev.modelyard.api.deployment.ReadinessService;
import dev.modelyard.api.deployment.StartModel;
import dev.modelyard.api.prediction.PredictionService;
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
    private final PredictionService predictions;
    private final DeploymentConfig config;

    GtsInferenceService(
            GtsTaskService tasks,
            GtsTrainingStore trainings,
            DeploymentService deployments,
            ReadinessService readiness,
            PredictionService predictions,
            DeploymentConfig config) {
        this.tasks = tasks;
        this.trainings = trainings;
        this.deployments = deployments;
        this.readiness = readiness;
        this.predictions = predictions;
        this.config = config;
    }

    /**
     * Loads the newest version of a task's model and returns when it answers; if it does not, what was started for that is stopped again.
     *
     * @param token of the caller, that a replica can check; without one it is started when a replica has said so
     */
    void start(Caller caller, Optional<String> token, String name) {
        GtsTask task = tasks.require(caller, name, "task_id not exits");
        ModelId model = task.model()
                .orElseThrow(
                        () -> new GtsRefusalException(GtsRefusalException.FAILED, START_FAILED + ": 任务还没有训练成功的模型"));
        boolean before = deployments.find(model).filter(Deployment::started).isPresent();
        try {
            readiness.startAndAwait(
                    task.caller(),
                    new StartModel(
                            model,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()));
            token.ifPresent(known -> predictions.awaitAnswering(task.caller(), known, model, config.startDeadline()));
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
