package dev.modelyard.api.prediction;

import dev.modelyard.api.deployment.Deployment;
import dev.modelyard.api.deployment.DeploymentService;
import dev.modelyard.api.deployment.ReplicaService;
import dev.modelyard.api.model.ModelService;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Finds a replica for a prediction; if one is gone, the next is asked, as long as the request can still be sent. */
@ApplicationScoped
public class PredictionService {
    private static final Logger LOG = Logger.getLogger(PredictionService.class);
    private static final Duration COME_BACK = Duration.ofSeconds(2);
    private static final int MOST_TRIES = 3;

    private final ModelService models;
    private final DeploymentService deployments;
    private final ReplicaService replicas;
    private final ReplicaClient client;
    private final PredictionConfig config;

    PredictionService(
            ModelService models,
            DeploymentService deployments,
            ReplicaService replicas,
            ReplicaClient client,
            PredictionConfig config) {
        this.models = models;
        this.deployments = deployments;
        this.replicas = replicas;
        this.client = client;
        this.config = config;
    }

    /**
     * The deployment that answers for a model.
     *
     * @throws ProblemException 404 if the model is not the caller's, 409 {@code model_not_started}
     */
    public Deployment requireStarted(Caller caller, ModelId model) {
        models.get(caller, model);
        return deployments
                .find(model)
                .filter(Deployment::started)
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.MODEL_NOT_STARTED, "The model is not started; POST /v1/deployments starts it."));
    }

    /** Passes a prediction on and answers what the replica answers, good or bad. */
    public PredictionAnswer predict(Deployment deployment, String token, PredictionBody body) {
        Instant deadline = Instant.now().plus(config.deadline());
        List<URI> addresses = Stream.concat(
                        replicas.holding(deployment.model()).stream().limit(MOST_TRIES), config.inferenceUrl().stream())
                .distinct()
                .toList();
        for (URI address : addresses) {
            try {
                return client.predict(address, deployment.model(), token, body, deadline);
            } catch (ReplicaUnreachableException e) {
                LOG.warnf("The replica at %s did not answer a prediction: %s", address, e.getMessage());
                if (!body.sendable()) {
                    break;
                }
            }
        }
        throw unavailable(deployment);
    }

    private static ProblemException unavailable(Deployment deployment) {
        String why = deployment
                .error()
                .map(error -> "The model could not be loaded: " + error.message())
                .orElse("The model is being loaded, or its replica was lost; try again in a moment.");
        return new ProblemException(
                Failure.of(ErrorCode.SERVICE_UNAVAILABLE, why).retryAfter(COME_BACK));
    }
}
