package dev.modelyard.api.prediction;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.modelyard.api.deployment.Deployment;
import dev.modelyard.api.deployment.DeploymentService;
import dev.modelyard.api.deployment.Holding;
import dev.modelyard.api.deployment.ReplicaService;
import dev.modelyard.api.listing.OwnerScope;
import dev.modelyard.api.model.ModelService;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Finds routes, and remembers those that lead somewhere for a second: what is started, stopped or swapped is known by then, and a
 * stopped model's replica refuses by itself. What leads nowhere is looked up each time.
 */
@ApplicationScoped
class Routes {
    private static final Duration REMEMBERED = Duration.ofSeconds(1);
    private static final int MOST = 10_000;
    private static final Duration COME_BACK = Duration.ofSeconds(2);

    private final ModelService models;
    private final DeploymentService deployments;
    private final ReplicaService replicas;
    private final Cache<ModelId, Route> remembered =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(REMEMBERED).build();

    Routes(ModelService models, DeploymentService deployments, ReplicaService replicas) {
        this.models = models;
        this.deployments = deployments;
        this.replicas = replicas;
    }

    /**
     * The route to a model.
     *
     * @throws ProblemException 404 if the model is not the caller's, 409 {@code model_not_started}
     */
    Route find(Caller caller, ModelId model) {
        Route known = remembered.getIfPresent(model);
        if (known == null) {
            return look(caller, model);
        }
        if (!known.shared() && !OwnerScope.sees(caller, known.owner())) {
            throw ProblemException.notFound("model");
        }
        return known;
    }

    /** It led nowhere. */
    void forget(ModelId model) {
        remembered.invalidate(model);
    }

    /** Live replicas that do not hold a model, in no order: they know who does, or step in. */
    @Transactional
    List<URI> others(ModelId model) {
        return replicas.notHolding(model);
    }

    @Transactional
    Route look(Caller caller, ModelId id) {
        Optional<Deployment> started = deployments.find(id).filter(Deployment::started);
        if (started.filter(Deployment::shared).isEmpty()) {
            models.get(caller, id);
        }
        Deployment deployment = started.orElseThrow(() -> new ProblemException(
                ErrorCode.MODEL_NOT_STARTED, "The model is not started; POST /v1/deployments starts it."));
        List<Holding> holdings = replicas.holding(id);
        Route route = new Route(deployment.owner(), deployment.shared(), holdings);
        if (!holdings.isEmpty()) {
            remembered.put(id, route);
        }
        return route;
    }

    /** What to tell a caller whose prediction nobody answers. */
    @Transactional
    ProblemException unavailable(ModelId model) {
        String why = deployments
                .find(model)
                .flatMap(Deployment::error)
                .map(error -> "The model could not be loaded: " + error.message())
                .orElse("The model is being loaded, or its replica was lost; try again in a moment.");
        return new ProblemException(
                Failure.of(ErrorCode.SERVICE_UNAVAILABLE, why).retryAfter(COME_BACK));
    }
}
