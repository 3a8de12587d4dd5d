package dev.modelyard.api.deployment;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.DeploymentId;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Starts models for those who wait until they answer. */
@ApplicationScoped
public class ReadinessService {
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final DeploymentService deployments;
    private final DeploymentConfig config;

    ReadinessService(DeploymentService deployments, DeploymentConfig config) {
        this.deployments = deployments;
        this.config = config;
    }

    /**
     * Starts a model and returns when a replica answers for it; on a virtual thread, and not within a transaction. What was started stays
     * started, whatever is thrown.
     *
     * @throws ProblemException as {@link DeploymentService#start}; 504 {@code deadline_exceeded} if it took too long; with the replica's
     *     own code if the model cannot be loaded; 409 {@code model_not_started} if somebody stopped it meanwhile
     */
    public Deployment startAndAwait(Caller caller, StartModel request) {
        Instant deadline = Instant.now().plus(config.startDeadline());
        DeploymentId id = deployments.start(caller, request).id();
        for (Deployment deployment = deployments.get(caller, id); true; deployment = deployments.get(caller, id)) {
            switch (deployment.state()) {
                case READY -> {
                    return deployment;
                }
                case FAILED ->
                    throw deployment
                            .error()
                            .map(error -> new ProblemException(error.code(), error.message()))
                            .orElseGet(() -> new ProblemException(ErrorCode.INTERNAL, "The model cannot be loaded."));
                case STOPPING, STOPPED ->
                    throw new ProblemException(
                            ErrorCode.MODEL_NOT_STARTED, "The model was stopped before it was loaded.");
                case STARTING -> pause(deadline);
            }
        }
    }

    private void pause(Instant deadline) {
        if (Instant.now().isAfter(deadline)) {
            throw new ProblemException(
                    ErrorCode.DEADLINE_EXCEEDED,
                    "The model was not loaded within %d seconds."
                            .formatted(config.startDeadline().toSeconds()));
        }
        try {
            TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(
                    Failure.of(ErrorCode.SERVICE_UNAVAILABLE, "Nobody waits for the start any more."), e);
        }
    }
}
