package dev.modelyard.api.facade.gts;

import dev.modelyard.api.job.Job;
import dev.modelyard.api.model.TrainingRequest;
import dev.modelyard.api.model.TrainingSettings;
import dev.modelyard.api.training.SubmissionService;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.job.FewShot;
import dev.modelyard.servicekit.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/** The steps of trainings that nobody calls for. Each is one transaction under the task's lock that first looks whether it is still due, so doing it twice does it once. */
@ApplicationScoped
class FollowUpService {
    private static final Logger LOG = Logger.getLogger(FollowUpService.class);

    private final GtsTaskStore tasks;
    private final GtsTrainingStore trainings;
    private final StandingService standings;
    private final RemovalService removals;
    private final SubmissionService submissions;
    private final GtsConfig config;

    FollowUpService(
            GtsTaskStore tasks,
            GtsTrainingStore trainings,
            StandingService standings,
            RemovalService removals,
            SubmissionService submissions,
            GtsConfig config) {
        this.tasks = tasks;
        this.trainings = trainings;
        this.standings = standings;
        this.removals = removals;
        this.submissions = submissions;
        this.config = config;
    }

    /** The tasks for which something may be due. */
    @Transactional
    Set<String> due() {
        Set<String> due = new TreeSet<>(trainings.underWay());
        due.addAll(trainings.untidy(Instant.now().minus(config.unfinishedUpload())));
        due.addAll(tasks.deleted());
        return due;
    }

    /** Does what is due for a task; what somebody else is doing is left to them, and what cannot be done now comes again. */
    void follow(String task) {
        try {
            QuarkusTransaction.requiringNew().run(() -> advance(task));
        } catch (ProblemException e) {
            if (passes(e.code())) {
                LOG.infof("The training of the GTS task %s waits: %s", task, e.getMessage());
            } else {
                QuarkusTransaction.requiringNew()
                        .run(() -> refused(task, e.failure().detail()));
            }
        }
        removals.tidy(task);
    }

    /** Whether the same may be accepted a little later. */
    private static boolean passes(ErrorCode code) {
        return code == ErrorCode.TOO_MANY_REQUESTS || code.retryable();
    }

    private void advance(String id) {
        Optional<GtsTask> free = tasks.lockIfFree(id).filter(task -> !task.deleted());
        Optional<GtsTraining> current = free.flatMap(task -> trainings.current(task.id()));
        if (free.isEmpty() || current.isEmpty()) {
            return;
        }
        GtsTraining training = current.get();
        TrainingOutcome outcome = standings.outcome(training);
        if (outcome.due()) {
            trainings.training(training.id(), submit(free.get(), training).id());
        } else if (outcome.phase() != training.phase()) {
            trainings.end(training.id(), outcome.phase(), outcome.detail());
        }
    }

    private Job submit(GtsTask task, GtsTraining training) {
        GtsTraining.TrainingOrder order = training.order();
        ModelId model = task.model().orElseThrow();
        TrainingRequest request = new TrainingRequest(
                model,
                Optional.of(training.dataset()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(TrainingSettings.ofTexts(
                        order.seed(),
                        order.minEpochs(),
                        order.maxEpochs(),
                        order.maxTokens(),
                        order.selfTraining() ? Optional.of(FewShot.SELF_TRAINING) : Optional.empty())));
        return submissions.submit(task.caller(), request, 0, order.devices());
    }

    /** The training proper was refused for good. */
    private void refused(String id, String reason) {
        tasks.lock(id)
                .flatMap(task -> trainings.current(task.id()))
                .filter(training -> standings.outcome(training).due())
                .ifPresent(training -> trainings.end(training.id(), TrainingPhase.FAILED, Optional.of(reason)));
    }
}
