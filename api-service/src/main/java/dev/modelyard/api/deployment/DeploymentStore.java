package dev.modelyard.api.deployment;

import dev.modelyard.api.listing.Criteria;
import dev.modelyard.contracts.deployment.DeploymentEvent;
import dev.modelyard.contracts.id.DeploymentId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.servicekit.paging.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;

/** The table {@code deployment} and its view. Every method runs in its caller's transaction. */
@ApplicationScoped
class DeploymentStore {
    private final StatelessSession session;

    DeploymentStore(StatelessSession session) {
        this.session = session;
    }

    Optional<Deployment> find(DeploymentId id) {
        return Optional.ofNullable(session.get(DeploymentStatusEntity.class, id.value()))
                .map(DeploymentStatusEntity::toDeployment);
    }

    Optional<Deployment> find(ModelId model) {
        return of(List.of(model)).stream().findFirst();
    }

    List<Deployment> of(Collection<ModelId> models) {
        if (models.isEmpty()) {
            return List.of();
        }
        return deployments(session.createSelectionQuery(
                        "from DeploymentStatusEntity where model in :models", DeploymentStatusEntity.class)
                .setParameter("models", models.stream().map(ModelId::value).toList())
                .getResultList());
    }

    List<Deployment> list(
            Optional<OwnerId> owner, Optional<DeploymentState> state, Optional<ModelId> model, PageRequest page) {
        Criteria criteria = new Criteria()
                .and("owner = :owner", "owner", owner.map(OwnerId::value))
                .and("state = :state", "state", state.map(DeploymentState::wireName))
                .and("model = :model", "model", model.map(ModelId::value))
                .after(page, "createdAt", "id");
        return deployments(criteria.bind(session.createSelectionQuery(
                        "from DeploymentStatusEntity" + criteria.where() + " order by createdAt desc, id desc",
                        DeploymentStatusEntity.class))
                .setMaxResults(page.fetch())
                .getResultList());
    }

    /** Makes a deployment that is started, at a new revision. */
    void insert(DeploymentId id, Target target, OwnerId owner, Instant now) {
        session.createNativeMutationQuery("""
                        insert into deployment (id, model, owner, task, version, artifact_prefix, artifact_digest, replicas,
                                                started, revision, created_at, updated_at)
                        values (:id, :model, :owner, :task, :version, :prefix, :digest, :replicas,
                                true, nextval('deployment_revision'), :now, :now)""")
                .setParameter("id", id.value())
                .setParameter("model", target.model().value())
                .setParameter("owner", owner.value())
                .setParameter("task", target.task().wireName())
                .setParameter("version", target.version())
                .setParameter("prefix", target.artifact().prefix())
                .setParameter("digest", target.artifact().digest())
                .setParameter("replicas", target.replicas())
                .setParameter("now", now)
                .executeUpdate();
    }

    /** Starts it as that target, at a new revision. */
    void start(DeploymentId id, Target target, Instant now) {
        session.createNativeMutationQuery("""
                        update deployment
                        set version = :version, artifact_prefix = :prefix, artifact_digest = :digest, replicas = :replicas,
                            started = true, revision = nextval('deployment_revision'), error_code = null,
                            error_message = null, updated_at = :now
                        where id = :id""")
                .setParameter("version", target.version())
                .setParameter("prefix", target.artifact().prefix())
                .setParameter("digest", target.artifact().digest())
                .setParameter("replicas", target.replicas())
                .setParameter("now", now)
                .setParameter("id", id.value())
                .executeUpdate();
    }

    /** No longer wants it to be served, at a new revision. */
    void stop(DeploymentId id, Instant now) {
        session.createNativeMutationQuery("""
                        update deployment
                        set started = false, revision = nextval('deployment_revision'), error_code = null,
                            error_message = null, updated_at = :now
                        where id = :id""")
                .setParameter("now", now)
                .setParameter("id", id.value())
                .executeUpdate();
    }

    void delete(DeploymentId id) {
        session.createNativeMutationQuery("delete from deployment where id = :id")
                .setParameter("id", id.value())
                .executeUpdate();
    }

    /** All of them, kept as they are until the transaction ends. */
    List<Deployment> lockAll() {
        session.createNativeQuery("select id from deployment order by id for update", String.class)
                .getResultList();
        return deployments(
                session.createSelectionQuery("from DeploymentStatusEntity order by id", DeploymentStatusEntity.class)
                        .getResultList());
    }

    /** Remembers why the newest revision of a model's deployment failed; what is said of an older one is passed over. */
    void failed(DeploymentEvent.Failed event) {
        session.createNativeMutationQuery("""
                        update deployment set error_code = :code, error_message = :message
                        where model = :model and revision = :revision and started""")
                .setParameter("code", event.code().wireName())
                .setParameter("message", event.message())
                .setParameter("model", event.model().value())
                .setParameter("revision", event.revision())
                .executeUpdate();
    }

    /** A replica loads, or has loaded, that revision: an earlier failure no longer holds. */
    void recovered(ModelId model, long revision) {
        session.createNativeMutationQuery("""
                        update deployment set error_code = null, error_message = null
                        where model = :model and revision = :revision and error_code is not null""")
                .setParameter("model", model.value())
                .setParameter("revision", revision)
                .executeUpdate();
    }

    private static List<Deployment> deployments(List<DeploymentStatusEntity> rows) {
        return rows.stream().map(DeploymentStatusEntity::toDeployment).toList();
    }
}
