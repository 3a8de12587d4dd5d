package dev.modelyard.api.deployment;

import dev.modelyard.api.listing.Criteria;
import dev.modelyard.api.listing.OwnerScope;
import dev.modelyard.api.model.Model;
import dev.modelyard.api.model.ModelService;
import dev.modelyard.api.model.ModelVersion;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.DeploymentId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.paging.Page;
import dev.modelyard.servicekit.paging.PageRequest;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Starts and stops models. A model has one deployment; every change takes the model's row lock first, and is published in its
 * transaction. What a caller must not see is not found.
 */
@ApplicationScoped
public class DeploymentService {
    private final DeploymentStore deployments;
    private final DeploymentPublisher publisher;
    private final ModelService models;

    DeploymentService(DeploymentStore deployments, DeploymentPublisher publisher, ModelService models) {
        this.deployments = deployments;
        this.publisher = publisher;
        this.models = models;
    }

    /** Starts a model. One that is started with the same version stays as it is; with another it is swapped. */
    @Transactional
    public Deployment start(Caller caller, StartModel request) {
        Model model = models.lock(caller, request.model());
        int latest = model.latestVersion()
                .orElseThrow(
                        () -> new ProblemException(ErrorCode.MODEL_UNTRAINED, "The model has no trained version yet."));
        ModelVersion version =
                models.version(caller, model.id(), request.version().orElse(latest));
        Optional<Deployment> before = deployments.find(model.id());
        int replicas =
                request.replicas().or(() -> before.map(Deployment::replicas)).orElse(1);
        Target target = new Target(model.id(), model.task(), version.version(), version.artifact(), replicas);
        if (before.isEmpty()) {
            DeploymentId id = DeploymentId.fresh();
            deployments.insert(id, target, model.owner(), now());
            return published(id);
        }
        Deployment deployment = before.get();
        boolean same = runs(deployment)
                && deployment.version() == target.version()
                && deployment.replicas() == target.replicas();
        return same ? deployment : started(deployment, target);
    }

    /** Starts a deployment again as it was; one that failed is tried anew. */
    @Transactional
    public Deployment start(Caller caller, DeploymentId id) {
        Deployment deployment = locked(caller, id);
        return runs(deployment) ? deployment : started(deployment, target(deployment));
    }

    @Transactional
    public Deployment stop(Caller caller, DeploymentId id) {
        Deployment deployment = locked(caller, id);
        if (!deployment.started()) {
            return deployment;
        }
        deployments.stop(id, now());
        return published(id);
    }

    /** Stops the deployment and forgets it. */
    @Transactional
    public void delete(Caller caller, DeploymentId id) {
        forget(locked(caller, id));
    }

    @Transactional
    public Deployment get(Caller caller, DeploymentId id) {
        return visible(caller, deployments.find(id));
    }

    /** The deployment of a model, if it was ever started. */
    @Transactional
    public Optional<Deployment> find(ModelId model) {
        return deployments.find(model);
    }

    @Transactional
    public Page<Deployment> list(
            Optional<OwnerId> owner, Optional<DeploymentState> state, Optional<ModelId> model, PageRequest page) {
        return Page.of(
                deployments.list(owner, state, model, page),
                page,
                deployment ->
                        Criteria.cursor(deployment.createdAt(), deployment.id().value()));
    }

    /** Says again what shall be served, so that a topic that lost it has it again. */
    @Transactional
    void republish() {
        deployments.lockAll().forEach(publisher::publish);
    }

    /** Replicas hear that it is stopped before its key vanishes, so that those that only heed messages let go of it too. */
    private void forget(Deployment deployment) {
        if (deployment.started()) {
            deployments.stop(deployment.id(), now());
            published(deployment.id());
        }
        publisher.forget(deployment.model());
        deployments.delete(deployment.id());
    }

    private Deployment started(Deployment deployment, Target target) {
        deployments.start(deployment.id(), target, now());
        return published(deployment.id());
    }

    private Deployment published(DeploymentId id) {
        Deployment deployment = deployments.find(id).orElseThrow();
        publisher.publish(deployment);
        return deployment;
    }

    private Deployment locked(Caller caller, DeploymentId id) {
        models.lock(caller, visible(caller, deployments.find(id)).model());
        return visible(caller, deployments.find(id));
    }

    private static boolean runs(Deployment deployment) {
        return deployment.started() && deployment.state() != DeploymentState.FAILED;
    }

    private static Target target(Deployment deployment) {
        return new Target(
                deployment.model(),
                deployment.task(),
                deployment.version(),
                deployment.artifact(),
                deployment.replicas());
    }

    private static Deployment visible(Caller caller, Optional<Deployment> deployment) {
        return deployment
                .filter(found -> OwnerScope.sees(caller, found.owner()))
                .orElseThrow(() -> ProblemException.notFound("deployment"));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
