package dev.modelyard.inference.prediction;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.inference.deployment.DeploymentService;
import dev.modelyard.inference.deployment.Phase;
import dev.modelyard.inference.deployment.ServedVersion;
import dev.modelyard.inference.deployment.Standing;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;

/** Which version of a model a caller may have an answer from, or why none. */
@ApplicationScoped
class ServedModels {
    private final DeploymentService deployments;
    private final PredictionConfig config;

    ServedModels(DeploymentService deployments, PredictionConfig config) {
        this.deployments = deployments;
        this.config = config;
    }

    /**
     * The version that answers now.
     *
     * @throws ProblemException not_found for another owner's model and for one that was never started, model_not_started,
     *     service_unavailable while it loads, or the reason why it could not be loaded
     */
    ServedVersion serving(Caller caller, ModelId model) {
        Standing standing = deployments
                .standing(model)
                .filter(known -> caller.isAdmin() || known.desired().owner().equals(caller.owner()))
                .orElseThrow(this::unknown);
        ServedVersion serving = standing.serving();
        if (serving != null) {
            return serving;
        }
        throw switch (standing.phase()) {
            case Phase.Stopped _ -> new ProblemException(ErrorCode.MODEL_NOT_STARTED, "The model is not started.");
            case Phase.Loading _ -> loading("The model is loading; try again in a moment.");
            case Phase.Ready _ -> loading("The model is changing; try again in a moment.");
            case Phase.Failed failed -> unloadable(failed.code(), failed.message());
        };
    }

    /** What a caller is told whose model cannot be brought into memory. */
    ProblemException unloadable(ErrorCode code, String reason) {
        Failure failure = Failure.of(code, "The model was started and could not be loaded: " + reason + ".");
        return new ProblemException(code.retryable() ? failure.retryAfter(config.retryWhileLoading()) : failure);
    }

    private ProblemException unknown() {
        return deployments.allKnown()
                ? ProblemException.notFound("model")
                : loading("This replica has only just begun and does not know all models yet.");
    }

    private ProblemException loading(String detail) {
        return new ProblemException(
                Failure.of(ErrorCode.SERVICE_UNAVAILABLE, detail).retryAfter(config.retryWhileLoading()));
    }
}
