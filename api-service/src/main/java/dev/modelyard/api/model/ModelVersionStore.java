package dev.modelyard.api.model;

import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.ModelSummary;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.servicekit.paging.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;

/** The table {@code model_version}. Every method runs in its caller's transaction. */
@ApplicationScoped
class ModelVersionStore {
    private final StatelessSession session;

    ModelVersionStore(StatelessSession session) {
        this.session = session;
    }

    void add(ModelVersion version) {
        ModelVersionEntity row = new ModelVersionEntity();
        row.model = version.model().value();
        row.version = version.version();
        row.job = version.job().value();
        row.artifactPrefix = version.artifact().prefix();
        row.artifactDigest = version.artifact().digest();
        row.bytes = version.bytes();
        row.summary = Json.write(version.summary());
        row.createdAt = version.createdAt();
        session.insert(row);
    }

    Optional<ModelVersion> find(ModelId model, int version) {
        return Optional.ofNullable(
                        session.get(ModelVersionEntity.class, new ModelVersionEntity.Key(model.value(), version)))
                .map(ModelVersionStore::version);
    }

    /** Newest first. The cursor of this list is a version number. */
    List<ModelVersion> list(ModelId model, PageRequest page) {
        int below = page.cursor()
                .map(cursor -> Math.clamp(cursor.number(0), 0, Integer.MAX_VALUE))
                .orElse(Integer.MAX_VALUE);
        return session
                .createSelectionQuery(
                        "from ModelVersionEntity where model = :model and version < :below order by version desc",
                        ModelVersionEntity.class)
                .setParameter("model", model.value())
                .setParameter("below", below)
                .setMaxResults(page.fetch())
                .getResultList()
                .stream()
                .map(ModelVersionStore::version)
                .toList();
    }

    Optional<Integer> newest(ModelId model) {
        return Optional.ofNullable(session.createSelectionQuery(
                        "select max(version) from ModelVersionEntity where model = :model", Integer.class)
                .setParameter("model", model.value())
                .getSingleResultOrNull());
    }

    void delete(ModelId model, int version) {
        session.createMutationQuery("delete from ModelVersionEntity where model = :model and version = :version")
                .setParameter("model", model.value())
                .setParameter("version", version)
                .executeUpdate();
    }

    /** The prefixes of all versions' artifacts in the store. */
    List<String> artifactPrefixes(ModelId model) {
        return session.createSelectionQuery(
                        "select artifactPrefix from ModelVersionEntity where model = :model", String.class)
                .setParameter("model", model.value())
                .getResultList();
    }

    private static ModelVersion version(ModelVersionEntity row) {
        return new ModelVersion(
                new ModelId(row.model),
                row.version,
                new JobId(row.job),
                row.createdAt,
                new ArtifactReference(row.artifactPrefix, row.artifactDigest),
                Json.read(row.summary, ModelSummary.class),
                row.bytes);
    }
}
