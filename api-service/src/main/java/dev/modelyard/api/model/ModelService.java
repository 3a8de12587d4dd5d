package dev.modelyard.api.model;

import dev.modelyard.api.artifact.DeletionService;
import dev.modelyard.api.dataset.Dataset;
import dev.modelyard.api.dataset.DatasetService;
import dev.modelyard.api.job.JobService;
import dev.modelyard.api.listing.Criteria;
import dev.modelyard.api.listing.OwnerScope;
import dev.modelyard.api.network.NetworkService;
import dev.modelyard.contracts.artifact.ModelSource;
import dev.modelyard.contracts.artifact.UntrainedModel;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.paging.Cursor;
import dev.modelyard.servicekit.paging.Page;
import dev.modelyard.servicekit.paging.PageRequest;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Models and their versions; what a caller must not see is not found. */
@ApplicationScoped
public class ModelService {
    private final ModelStore models;
    private final ModelVersionStore versions;
    private final DatasetService datasets;
    private final NetworkService networks;
    private final JobService jobs;
    private final ModelServing serving;
    private final DeletionService deletions;

    ModelService(
            ModelStore models,
            ModelVersionStore versions,
            DatasetService datasets,
            NetworkService networks,
            JobService jobs,
            ModelServing serving,
            DeletionService deletions) {
        this.models = models;
        this.versions = versions;
        this.datasets = datasets;
        this.networks = networks;
        this.jobs = jobs;
        this.serving = serving;
        this.deletions = deletions;
    }

    /** Makes a draft; the dataset, if it is named, is the caller's and for the same task. */
    @Transactional
    public Model create(Caller caller, CreateModel request) {
        String network = networks.choose(request.task(), request.network());
        Optional<UntrainedModel> versionZero =
                request.untrained().map(settings -> UntrainedRules.model(settings, request.task(), network));
        request.dataset().ifPresent(id -> requireTask(datasets.hold(caller, id), request.task()));
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        Model model = new Model(
                ModelId.fresh(),
                request.name(),
                request.task(),
                network,
                request.description(),
                request.dataset(),
                versionZero,
                ModelState.DRAFT,
                Optional.empty(),
                Optional.empty(),
                now,
                now,
                caller.owner());
        models.add(model);
        return model;
    }

    @Transactional
    public Page<Model> list(
            Optional<OwnerId> owner, Optional<Task> task, Optional<ModelState> state, PageRequest request) {
        Page<Model> page = Page.of(
                models.list(owner, task, state, request),
                request,
                model -> Criteria.cursor(model.createdAt(), model.id().value()));
        Map<ModelId, Serving> served =
                serving.of(page.items().stream().map(Model::id).toList());
        return page.map(model -> model.withDeployment(Optional.ofNullable(served.get(model.id()))));
    }

    @Transactional
    public Model get(Caller caller, ModelId id) {
        Model model = visible(caller, models.find(id));
        return model.withDeployment(Optional.ofNullable(serving.of(List.of(id)).get(id)));
    }

    /** A model without its deployment, for features that remember the models they made; empty if it is gone, or not the caller's. */
    @Transactional
    public Optional<Model> find(Caller caller, ModelId id) {
        return models.find(id).filter(found -> OwnerScope.sees(caller, found.owner()));
    }

    /** Reads a model, without its deployment, and keeps it from being deleted until the caller's transaction ends. */
    @Transactional(TxType.MANDATORY)
    public Model hold(Caller caller, ModelId id) {
        return visible(caller, models.findShared(id));
    }

    /** Reads a model, without its deployment, and keeps everybody else from it until the caller's transaction ends. */
    @Transactional(TxType.MANDATORY)
    public Model lock(Caller caller, ModelId id) {
        return visible(caller, models.findLocked(id));
    }

    /** Deletes the model with all versions; refused while it is started or trained. */
    @Transactional
    public void delete(Caller caller, ModelId id) {
        visible(caller, models.findLocked(id));
        if (jobs.anyActiveOn(id)) {
            throw new ProblemException(ErrorCode.CONFLICT, "A job that has not ended trains this model.");
        }
        Optional<Serving> served = Optional.ofNullable(serving.of(List.of(id)).get(id));
        if (served.filter(Serving::started).isPresent()) {
            throw new ProblemException(ErrorCode.CONFLICT, "The model is started; stop its deployment first.");
        }
        serving.forget(id);
        versions.artifactPrefixes(id).forEach(deletions::delete);
        models.delete(id);
    }

    @Transactional
    public Page<ModelVersion> versions(Caller caller, ModelId id, PageRequest page) {
        visible(caller, models.find(id));
        return Page.of(versions.list(id, page), page, version -> Cursor.of(version.version()));
    }

    /** A version as callers see it; 0 is the model before its first training, if it says what that is. */
    @Transactional
    public ModelVersionDescription describe(Caller caller, ModelId id, int version) {
        if (version != UntrainedModel.VERSION) {
            return ModelVersionDescription.of(version(caller, id, version));
        }
        Model model = visible(caller, models.find(id));
        UntrainedModel source = versionZero(model);
        return ModelVersionDescription.untrained(model, source, networks.parameters(source));
    }

    /** Where the files of a version come from; 0 is the model before its first training. */
    @Transactional
    public ModelSource source(Caller caller, ModelId id, int version) {
        return version == UntrainedModel.VERSION
                ? versionZero(visible(caller, models.find(id)))
                : version(caller, id, version).artifact();
    }

    private static UntrainedModel versionZero(Model model) {
        return model.versionZero().orElseThrow(() -> ProblemException.notFound("model version"));
    }

    /** A trained version. */
    @Transactional
    public ModelVersion version(Caller caller, ModelId id, int version) {
        visible(caller, models.find(id));
        return versions.find(id, version).orElseThrow(() -> ProblemException.notFound("model version"));
    }

    /** Deletes one version; refused while a deployment serves it, or would when it is started again. */
    @Transactional
    public void deleteVersion(Caller caller, ModelId id, int version) {
        Model model = visible(caller, models.findLocked(id));
        if (version == UntrainedModel.VERSION && model.versionZero().isPresent()) {
            throw new ProblemException(ErrorCode.CONFLICT, "Version 0 is what the model begins with; it goes with it.");
        }
        ModelVersion found = versions.find(id, version).orElseThrow(() -> ProblemException.notFound("model version"));
        Optional<Serving> served = Optional.ofNullable(serving.of(List.of(id)).get(id));
        if (served.filter(deployment -> deployment.versions().contains(version)).isPresent()) {
            throw new ProblemException(ErrorCode.CONFLICT, "The model's deployment refers to this version.");
        }
        serving.forget(id, version);
        versions.delete(id, version);
        models.setLatestVersion(id, versions.newest(id), Instant.now().truncatedTo(ChronoUnit.MICROS));
        deletions.delete(found.artifact().prefix());
    }

    static void requireTask(Dataset dataset, Task task) {
        if (dataset.task() != task) {
            throw ProblemException.invalidField(
                    "dataset",
                    "is for %s, the model for %s".formatted(dataset.task().wireName(), task.wireName()));
        }
    }

    private static Model visible(Caller caller, Optional<Model> model) {
        return model.filter(found -> OwnerScope.sees(caller, found.owner()))
                .orElseThrow(() -> ProblemException.notFound("model"));
    }
}
