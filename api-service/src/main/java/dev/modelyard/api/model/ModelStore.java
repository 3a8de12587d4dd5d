package dev.modelyard.api.model;

import dev.modelyard.api.listing.Criteria;
import dev.modelyard.contracts.artifact.UntrainedModel;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.servicekit.paging.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;

/** The table {@code model}. Every method runs in its caller's transaction; no model here knows its deployment. */
@ApplicationScoped
class ModelStore {
    private final StatelessSession session;

    ModelStore(StatelessSession session) {
        this.session = session;
    }

    void add(Model model) {
        ModelEntity row = new ModelEntity();
        row.id = model.id().value();
        row.owner = model.owner().value();
        row.name = model.name();
        row.task = model.task().wireName();
        row.network = model.network();
        row.description = model.description().orElse(null);
        row.dataset = model.dataset().map(DatasetId::value).orElse(null);
        row.untrained = model.versionZero().map(Json::write).orElse(null);
        row.createdAt = model.createdAt();
        row.updatedAt = model.updatedAt();
        session.insert(row);
    }

    Optional<Model> find(ModelId id) {
        return Optional.ofNullable(session.get(ModelEntity.class, id.value())).map(ModelStore::model);
    }

    /** Keeps models from being deleted until the transaction ends; answers which of them there are. */
    Set<ModelId> share(Collection<ModelId> ids) {
        return session
                .createNativeQuery("select id from model where id = any (:ids) order by id for share", String.class)
                .setParameter("ids", ids.stream().map(ModelId::value).toArray(String[]::new))
                .getResultList()
                .stream()
                .map(ModelId::new)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Keeps the model from being deleted until the transaction ends. */
    Optional<Model> findShared(ModelId id) {
        return Optional.ofNullable(session.get(ModelEntity.class, id.value(), LockMode.PESSIMISTIC_READ))
                .map(ModelStore::model);
    }

    /** Keeps everybody else from the model until the transaction ends. */
    Optional<Model> findLocked(ModelId id) {
        return Optional.ofNullable(session.get(ModelEntity.class, id.value(), LockMode.PESSIMISTIC_WRITE))
                .map(ModelStore::model);
    }

    List<Model> list(Optional<OwnerId> owner, Optional<Task> task, Optional<ModelState> state, PageRequest page) {
        Criteria criteria = new Criteria()
                .and("owner = :owner", "owner", owner.map(OwnerId::value))
                .and("task = :task", "task", task.map(Task::wireName))
                .and(state.map(ModelStore::isIn))
                .after(page, "createdAt", "id");
        return criteria
                .bind(session.createSelectionQuery(
                        "from ModelEntity" + criteria.where() + " order by createdAt desc, id desc", ModelEntity.class))
                .setMaxResults(page.fetch())
                .getResultList()
                .stream()
                .map(ModelStore::model)
                .toList();
    }

    boolean anyDraftOn(DatasetId dataset) {
        return session.createSelectionQuery(
                                "select count(*) from ModelEntity where dataset = :dataset and latestVersion is null",
                                Long.class)
                        .setParameter("dataset", dataset.value())
                        .getSingleResult()
                > 0;
    }

    /** Counts a new version; the model must be locked. */
    int mintVersion(ModelId id, Instant at) {
        ModelEntity row = session.get(ModelEntity.class, id.value());
        row.mintedVersions++;
        row.latestVersion = row.mintedVersions;
        row.updatedAt = at;
        session.update(row);
        return row.mintedVersions;
    }

    /** After a version was deleted: the newest that is left; the model must be locked. */
    void setLatestVersion(ModelId id, Optional<Integer> version, Instant at) {
        ModelEntity row = session.get(ModelEntity.class, id.value());
        row.latestVersion = version.orElse(null);
        row.updatedAt = at;
        session.update(row);
    }

    void delete(ModelId id) {
        session.createMutationQuery("delete from ModelEntity where id = :id")
                .setParameter("id", id.value())
                .executeUpdate();
    }

    private static String isIn(ModelState state) {
        return switch (state) {
            case DRAFT -> "latestVersion is null";
            case READY -> "latestVersion is not null";
        };
    }

    private static Model model(ModelEntity row) {
        Optional<Integer> latest = Optional.ofNullable(row.latestVersion);
        return new Model(
                new ModelId(row.id),
                row.name,
                Task.of(row.task),
                row.network,
                Optional.ofNullable(row.description),
                Optional.ofNullable(row.dataset).map(DatasetId::new),
                Optional.ofNullable(row.untrained).map(json -> Json.read(json, UntrainedModel.class)),
                latest.isPresent() ? ModelState.READY : ModelState.DRAFT,
                latest,
                Optional.empty(),
                row.createdAt,
                row.updatedAt,
                new OwnerId(row.owner));
    }
}
