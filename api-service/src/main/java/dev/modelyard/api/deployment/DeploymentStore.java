package dev.modelyard.api.deployment;

import dev.modelyard.api.listing.Criteria;
import dev.modelyard.api.model.Model;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.deployment.DeploymentEvent;
import dev.modelyard.contracts.deployment.DesiredDeployment.Canary;
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
import org.hibernate.query.MutationQuery;
import org.jspecify.annotations.Nullable;

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
    void insert(DeploymentId id, Model model, Target target, Instant now) {
        wanted(session.createNativeMutationQuery("""
                        insert into deployment (id, model, owner, task, version, artifact_prefix, artifact_digest, replicas,
                                                canary_version, canary_prefix, canary_digest, canary_percent,
                                                previous_version, previous_prefix, previous_digest,
                                                max_batch, longest_wait_ms, precision, shared,
                                                started, revision, created_at, updated_at)
                        values (:id, :model, :owner, :task, :version, :prefix, :digest, :replicas,
                                :canaryVersion, :canaryPrefix, :canaryDigest, :canaryPercent,
                                :previousVersion, :previousPrefix, :previousDigest,
                                :maxBatch, :longestWaitMs, :precision, :shared,
                                true, nextval('deployment_revision'), :now, :now)"""), target)
                .setParameter("id", id.value())
                .setParameter("model", model.id().value())
                .setParameter("owner", model.owner().value())
                .setParameter("task", model.task().wireName())
                .setParameter("now", now)
                .executeUpdate();
    }

    /** Starts it as that target, at a new revision. */
    void start(DeploymentId id, Target target, Instant now) {
        wanted(session.createNativeMutationQuery("""
                        update deployment
                        set version = :version, artifact_prefix = :prefix, artifact_digest = :digest, replicas = :replicas,
                            canary_version = :canaryVersion, canary_prefix = :canaryPrefix, canary_digest = :canaryDigest,
                            canary_percent = :canaryPercent, previous_version = :previousVersion,
                            previous_prefix = :previousPrefix, previous_digest = :previousDigest,
                            max_batch = :maxBatch, longest_wait_ms = :longestWaitMs,
                            precision = :precision, shared = :shared,
                            started = true, revision = nextval('deployment_revision'), error_code = null,
                            error_message = null, updated_at = :now
                        where id = :id"""), target)
                .setParameter("now", now)
                .setParameter("id", id.value())
                .executeUpdate();
    }

    private static MutationQuery wanted(MutationQuery query, Target target) {
        Optional<Canary> canary = target.canary();
        Optional<PinnedVersion> previous = target.previous();
        Optional<ArtifactReference> serves = target.serves().source().stored();
        Optional<ArtifactReference> ofCanary = canary.flatMap(Canary::artifact);
        Optional<ArtifactReference> ofPrevious =
                previous.flatMap(version -> version.source().stored());
        return query.setParameter("version", target.serves().version())
                .setParameter("prefix", prefix(serves), String.class)
                .setParameter("digest", digest(serves), String.class)
                .setParameter("replicas", target.replicas())
                .setParameter("canaryVersion", canary.map(Canary::version).orElse(null), Integer.class)
                .setParameter("canaryPrefix", prefix(ofCanary), String.class)
                .setParameter("canaryDigest", digest(ofCanary), String.class)
                .setParameter("canaryPercent", canary.map(Canary::percent).orElse(null), Integer.class)
                .setParameter(
                        "previousVersion", previous.map(PinnedVersion::version).orElse(null), Integer.class)
                .setParameter("previousPrefix", prefix(ofPrevious), String.class)
                .setParameter("previousDigest", digest(ofPrevious), String.class)
                .setParameter("maxBatch", target.batching().maxBatch().orElse(null), Integer.class)
                .setParameter("longestWaitMs", target.batching().longestWaitMs().orElse(null), Double.class)
                .setParameter("precision", target.precision().wireName())
                .setParameter("shared", target.shared());
    }

    private static @Nullable String prefix(Optional<ArtifactReference> artifact) {
        return artifact.map(ArtifactReference::prefix).orElse(null);
    }

    private static @Nullable String digest(Optional<ArtifactReference> artifact) {
        return artifact.map(ArtifactReference::digest).orElse(null);
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

    /** A version that was served before is no more. */
    void forgetPrevious(ModelId model, int version) {
        session.createNativeMutationQuery("""
                        update deployment set previous_version = null, previous_prefix = null, previous_digest = null
                        where model = :model and previous_version = :version""")
                .setParameter("model", model.value())
                .setParameter("version", version)
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
