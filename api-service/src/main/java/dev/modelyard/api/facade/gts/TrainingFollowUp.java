package dev.modelyard.api.facade.gts;

import dev.modelyard.api.background.BackgroundLoop;
import dev.modelyard.api.job.JobEnded;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.Set;

/**
 * Has the next step of trainings done when a job has ended: right after it on the replica that learnt of the end, and every few seconds on
 * each, so that a step is only delayed by a replica that dies. What is due is read from the database each time.
 */
@ApplicationScoped
class TrainingFollowUp {
    private static final Set<String> KINDS = Set.of("import", "train");

    private final FollowUpService steps;
    private final BackgroundLoop loop;

    TrainingFollowUp(FollowUpService steps, GtsConfig config) {
        this.steps = steps;
        this.loop = new BackgroundLoop("gts-follow-up", config.followEvery(), this::pass);
    }

    void start(@Observes StartupEvent event) {
        loop.start();
    }

    void stop(@Observes ShutdownEvent event) {
        loop.stop();
    }

    void ended(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobEnded event) {
        if (KINDS.contains(event.job().spec().kind())) {
            loop.raise();
        }
    }

    private void pass() {
        for (String task : steps.due()) {
            if (loop.stopping()) {
                return;
            }
            steps.follow(task);
        }
    }
}
