package dev.modelyard.api.deployment;

import dev.modelyard.api.artifact.ArtifactService;
import dev.modelyard.api.listing.Criteria;
import dev.modelyard.api.listing.OwnerScope;
import dev.modelyard.api.model.Model;
import dev.modelyard.api.model.ModelService;
import dev.modelyard.contracts.artifact.ModelSource;
import dev.modelyard.contracts.artifact.ServingPrecision;
import dev.modelyard.contracts.artifact.UntrainedModel;
import dev.modelyard.contracts.deployment.DesiredDeployment.BatchLimits;
import dev.modelyard.contracts.deployment.DesiredDeployment.Canary;
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
    private final ArtifactService artifacts;

    DeploymentService(
            DeploymentStore deployments,
            DeploymentPublisher publisher,
            ModelService models,
            ArtifactService artifacts) {
        this.deployments = deployments;
        this.publisher = publisher;
        this.models = models;
        this.artifacts = artifacts;
    }

    /** Starts a model. One that is started with the same version stays as it is; with another it is swapped. */
    @Transactional
    public Deployment start(Caller caller, StartModel request) {
        Model model = models.lock(caller, request.model());
        PinnedVersion version = version(caller, model, request.version());
        Optional<Deployment> before = deployments.find(model.id());
        if (before.isEmpty()) {
            DeploymentId id = DeploymentId.fresh();
            Target first = new Target(
                            version,
                            Optional.empty(),
                            Optional.empty(),
                            1,
                            BatchLimits.MEASURED,
                            ServingPrecision.FP32,
                            false)
                    .with(request);
            requireForms(first);
            deployments.insert(id, model, first, now());
            return published(id);
        }
        Deployment deployment = before.get();
        boolean same = deployment.version() == version.version();
        Target target = (same ? deployment.target() : deployment.target().swap(version)).with(request);
        return runs(deployment) && target.equals(deployment.target()) ? deployment : started(deployment, target);
    }

    /** Starts a deployment again as it was; one that failed is tried anew. */
    @Transactional
    public Deployment start(Caller caller, DeploymentId id) {
        Deployment deployment = locked(caller, id);
        return runs(deployment) ? deployment : started(deployment, deployment.target());
    }

    /**
     * Has a share of the calls answered by another version.
     *
     * @throws ProblemException 409 if the deployment is not started; 400 if that version is the one that is served
     */
    @Transactional
    public Deployment setCanary(Caller caller, DeploymentId id, SetCanary request) {
        Deployment deployment = requireStarted(locked(caller, id));
        PinnedVersion version = version(caller, models.get(caller, deployment.model()), request.version());
        if (version.version() == deployment.version()) {
            throw ProblemException.invalidField("version", "is the one that is served");
        }
        Canary canary = new Canary(version.version(), version.source(), request.percent());
        return changed(deployment, deployment.target().withCanary(Optional.of(canary)));
    }

    /** Has no canary any more; the version that is served answers all calls. */
    @Transactional
    public Deployment endCanary(Caller caller, DeploymentId id) {
        Deployment deployment = requireStarted(locked(caller, id));
        return changed(deployment, deployment.target().withCanary(Optional.empty()));
    }

    /**
     * Serves the canary alone.
     *
     * @throws ProblemException 409 if there is none
     */
    @Transactional
    public Deployment promote(Caller caller, DeploymentId id) {
        Deployment deployment = requireStarted(locked(caller, id));
        Canary canary = deployment
                .target()
                .canary()
                .orElseThrow(() -> new ProblemException(ErrorCode.CONFLICT, "The deployment has no canary."));
        return changed(deployment, deployment.target().swap(new PinnedVersion(canary.version(), canary.source())));
    }

    /**
     * Ends the canary; if there is none, serves what was served before.
     *
     * @throws ProblemException 409 if there is neither
     */
    @Transactional
    public Deployment rollBack(Caller caller, DeploymentId id) {
        Deployment deployment = requireStarted(locked(caller, id));
        if (deployment.canary().isPresent()) {
            return changed(deployment, deployment.target().withCanary(Optional.empty()));
        }
        PinnedVersion previous = deployment
                .target()
                .previous()
                .orElseThrow(() -> new ProblemException(ErrorCode.CONFLICT, "No other version was served before."));
        return changed(deployment, deployment.target().swap(previous));
    }

    private static Deployment requireStarted(Deployment deployment) {
        if (!deployment.started()) {
            throw new ProblemException(ErrorCode.MODEL_NOT_STARTED, "The deployment is not started.");
        }
        return deployment;
    }

    private PinnedVersion version(Caller caller, Model model, Optional<Integer> number) {
        int latest = model.latestVersion()
                .or(() -> model.versionZero().map(_ -> UntrainedModel.VERSION))
                .orElseThrow(
                        () -> new ProblemException(ErrorCode.MODEL_UNTRAINED, "The model has no trained version yet."));
        int wanted = number.orElse(latest);
        return new PinnedVersion(wanted, models.source(caller, model.id(), wanted));
    }

    /** What is as it shall be already is left alone. */
    private Deployment changed(Deployment deployment, Target target) {
        if (target.equals(deployment.target())) {
            return deployment;
        }
        return started(deployment, target);
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
        requireForms(target);
        deployments.start(deployment.id(), target, now());
        return published(deployment.id());
    }

    /** Versions from before there was a choice, untrained ones, and networks that gain nothing have the arithmetic of training only. */
    private void requireForms(Target target) {
        if (target.precision() != ServingPrecision.FP32) {
            requireForm(target.serves().version(), target.serves().source(), target.precision());
            target.canary().ifPresent(canary -> requireForm(canary.version(), canary.source(), target.precision()));
        }
    }

    private void requireForm(int version, ModelSource source, ServingPrecision precision) {
        if (source.stored()
                .filter(artifact -> artifacts.has(artifact, precision.file()))
                .isEmpty()) {
            throw ProblemException.invalidField(
                    "precision",
                    ("must be fp32 for version %d, which has no form in %s: pretrained encoders have one."
                                    + " Start that version with precision fp32")
                            .formatted(version, precision.wireName()));
        }
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

    private static Deployment visible(Caller caller, Optional<Deployment> deployment) {
        return deployment
                .filter(found -> OwnerScope.sees(caller, found.owner()))
                .orElseThrow(() -> ProblemException.notFound("deployment"));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
