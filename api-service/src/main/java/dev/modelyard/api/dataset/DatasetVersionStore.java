package dev.modelyard.api.dataset;

import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.DatasetSummary;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.servicekit.paging.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;

/** The table {@code dataset_version}. Every method runs in its caller's transaction. */
@ApplicationScoped
class DatasetVersionStore {
    private final StatelessSession session;

    DatasetVersionStore(StatelessSession session) {
        this.session = session;
    }

    void add(DatasetVersion version) {
        DatasetVersionEntity row = new DatasetVersionEntity();
        row.dataset = version.dataset().value();
        row.version = version.version();
        row.job = version.job().value();
        row.artifactPrefix = version.artifact().prefix();
        row.artifactDigest = version.artifact().digest();
        row.summary = Json.write(version.summary());
        row.createdAt = version.createdAt();
        session.insert(row);
    }

    Optional<DatasetVersion> find(DatasetId dataset, int version) {
        return Optional.ofNullable(
                        session.get(DatasetVersionEntity.class, new DatasetVersionEntity.Key(dataset.value(), version)))
                .map(DatasetVersionStore::version);
    }

    /** Newest first. The cursor of this list is a version number. */
    List<DatasetVersion> list(DatasetId dataset, PageRequest page) {
        int below = page.cursor()
                .map(cursor -> Math.clamp(cursor.number(0), 0, Integer.MAX_VALUE))
                .orElse(Integer.MAX_VALUE);
        return session.createSelectionQuery(
                        "from DatasetVersionEntity where dataset = :dataset and version < :below order by version desc",
                        DatasetVersionEntity.class)
                .setParameter("dataset", dataset.value())
                .setParameter("below", below)
                .setMaxResults(page.fetch())
                .getResultStream()
                .map(DatasetVersionStore::version)
                .toList();
    }

    /** The prefixes of all versions' artifacts in the store. */
    List<String> artifactPrefixes(DatasetId dataset) {
        return session.createSelectionQuery(
                        "select artifactPrefix from DatasetVersionEntity where dataset = :dataset", String.class)
                .setParameter("dataset", dataset.value())
                .getResultList();
    }

    private static DatasetVersion version(DatasetVersionEntity row) {
        return new DatasetVersion(
                new DatasetId(row.dataset),
                row.version,
                new JobId(row.job),
                row.createdAt,
                new ArtifactReference(row.artifactPrefix, row.artifactDigest),
                Json.read(row.summary, DatasetSummary.class));
    }
}
