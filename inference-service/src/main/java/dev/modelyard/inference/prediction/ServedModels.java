package dev.modelyard.inference.prediction;

import dev.modelyard.contracts.deployment.DesiredDeployment;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.inference.batching.QueueRetiredException;
import dev.modelyard.inference.deployment.DeploymentService;
import dev.modelyard.inference.deployment.Phase;
import dev.modelyard.inference.deployment.ServedVersion;
import dev.modelyard.inference.deployment.Serving;
import dev.modelyard.inference.deployment.Standing;
import dev.modelyard.inference.residency.UnloadableException;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Which version of a model a caller may have an answer from, or why none. */
@ApplicationScoped
class ServedModels {
    private final DeploymentService deployments;
    private final PredictionConfig config;
    private final RandomGenerator random = RandomGenerator.getDefault();

    ServedModels(DeploymentService deployments, PredictionConfig config) {
        this.deployments = deployments;
        this.config = config;
    }

    /**
     * The version that answers the next call; known by then is what it takes and gives.
     *
     * @throws ProblemException not_found for a model that the caller may not ask and for one that was never started,
     *     model_not_started, service_unavailable while it loads, or the reason why it could not be loaded
     */
    ServedVersion choose(Caller caller, ModelId model) {
        return known(() -> serving(caller, model).choose(random));
    }

    /**
     * The version of that number.
     *
     * @throws ProblemException as {@link #choose}; not_found if it does not answer
     */
    ServedVersion version(Caller caller, ModelId model, int number) {
        return known(() -> serving(caller, model)
                .version(number)
                .orElseThrow(() -> ProblemException.notFound("version of the model that answers")));
    }

    /** All that answer, the stable one first; see {@link #choose} for what is thrown. */
    Serving serving(Caller caller, ModelId model) {
        Serving serving = standing(caller, model).serving();
        if (serving != null) {
            return serving;
        }
        // What is elsewhere was handed over since the call was found to be answered here; it is late for passing it on.
        return deployments.stepIn(model).orElseThrow(() -> refusal(standing(caller, model)));
    }

    private ProblemException refusal(Standing standing) {
        return switch (standing.phase()) {
            case Phase.Stopped _ -> new ProblemException(ErrorCode.MODEL_NOT_STARTED, "The model is not started.");
            case Phase.Loading _ -> loading("The model is loading; try again in a moment.");
            case Phase.Ready _ -> loading("The model is changing; try again in a moment.");
            case Phase.Elsewhere _ -> loading("The model is changing replicas; try again in a moment.");
            case Phase.Failed failed -> unloadable(failed.code(), failed.message());
        };
    }

    private Standing standing(Caller caller, ModelId model) {
        // Asked first: what becomes known between the two is not missing.
        boolean allKnown = deployments.allKnown();
        return deployments
                .standing(model)
                .filter(known -> mayAsk(caller, known.desired()))
                .orElseThrow(() -> allKnown
                        ? ProblemException.notFound("model")
                        : loading("This replica has only just begun and does not know all models yet."));
    }

    private static boolean mayAsk(Caller caller, DesiredDeployment desired) {
        return desired.openToAll() || caller.isAdmin() || desired.owner().equals(caller.owner());
    }

    /** One that was never in memory here is loaded; if it is let go meanwhile, its successor is chosen. */
    private ServedVersion known(Supplier<ServedVersion> choice) {
        try {
            while (true) {
                ServedVersion version = choice.get();
                if (version.residence().signature().isPresent() || awakened(version)) {
                    return version;
                }
            }
        } catch (UnloadableException e) {
            throw unloadable(e.code(), e.reason());
        } catch (TimeoutException e) {
            throw new ProblemException(Failure.of(ErrorCode.DEADLINE_EXCEEDED, "The model was not loaded in time."), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static boolean awakened(ServedVersion version)
            throws UnloadableException, TimeoutException, InterruptedException {
        try {
            version.residence().awaken();
            return true;
        } catch (QueueRetiredException e) {
            Thread.onSpinWait();
            return false;
        }
    }

    /** The thread of a call was interrupted: the service ends, or its caller has gone. */
    ProblemException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new ProblemException(
                Failure.of(ErrorCode.SERVICE_UNAVAILABLE, "The service is stopping.")
                        .retryAfter(config.retryWhileLoading()),
                e);
    }

    /** What a caller is told whose model cannot be brought into memory. */
    ProblemException unloadable(ErrorCode code, String reason) {
        Failure failure = Failure.of(code, "The model was started and could not be loaded: " + reason + ".");
        return new ProblemException(code.retryable() ? failure.retryAfter(config.retryWhileLoading()) : failure);
    }

    private ProblemException loading(String detail) {
        return new ProblemException(
                Failure.of(ErrorCode.SERVICE_UNAVAILABLE, detail).retryAfter(config.retryWhileLoading()));
    }
}
