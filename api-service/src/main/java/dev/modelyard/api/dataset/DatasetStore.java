package dev.modelyard.api.dataset;

import dev.modelyard.api.job.Job;
import dev.modelyard.api.listing.Criteria;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.task.Task;
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

/** The tables {@code dataset} and {@code dataset_work}. Every method runs in its caller's transaction. */
@ApplicationScoped
class DatasetStore {
    private final StatelessSession session;

    DatasetStore(StatelessSession session) {
        this.session = session;
    }

    void add(Dataset dataset) {
        DatasetEntity row = new DatasetEntity();
        row.id = dataset.id().value();
        row.owner = dataset.owner().value();
        row.name = dataset.name();
        row.task = dataset.task().wireName();
        row.description = dataset.description().orElse(null);
        row.createdAt = dataset.createdAt();
        row.updatedAt = dataset.updatedAt();
        session.insert(row);
    }

    Optional<Dataset> find(DatasetId id) {
        return Optional.ofNullable(session.get(DatasetEntity.class, id.value())).map(DatasetStore::dataset);
    }

    /** Keeps the dataset from being deleted until the transaction ends. */
    Optional<Dataset> findShared(DatasetId id) {
        return locked(id, LockMode.PESSIMISTIC_READ);
    }

    /** Keeps everybody else from the dataset until the transaction ends. */
    Optional<Dataset> findLocked(DatasetId id) {
        return locked(id, LockMode.PESSIMISTIC_WRITE);
    }

    List<Dataset> list(Optional<OwnerId> owner, Optional<Task> task, PageRequest page) {
        Criteria criteria = new Criteria()
                .and("owner = :owner", "owner", owner.map(OwnerId::value))
                .and("task = :task", "task", task.map(Task::wireName))
                .after(page, "createdAt", "id");
        return criteria
                .bind(session.createSelectionQuery(
                        "from DatasetEntity" + criteria.where() + " order by createdAt desc, id desc",
                        DatasetEntity.class))
                .setMaxResults(page.fetch())
                .getResultList()
                .stream()
                .map(DatasetStore::dataset)
                .toList();
    }

    /** Counts a new version; the dataset must be locked. */
    int mintVersion(DatasetId id, Instant at) {
        DatasetEntity row = session.get(DatasetEntity.class, id.value());
        row.versions++;
        row.latestVersion = row.versions;
        row.updatedAt = at;
        session.update(row);
        return row.versions;
    }

    void delete(DatasetId id) {
        session.createMutationQuery("delete from DatasetEntity where id = :id")
                .setParameter("id", id.value())
                .executeUpdate();
    }

    /** Keeps datasets from being deleted until the transaction ends; answers which of them there are. */
    Set<DatasetId> share(Collection<DatasetId> ids) {
        return session
                .createNativeQuery("select id from dataset where id = any (:ids) order by id for share", String.class)
                .setParameter("ids", ids.stream().map(DatasetId::value).toArray(String[]::new))
                .getResultList()
                .stream()
                .map(DatasetId::new)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Remembers that jobs make versions of their datasets. */
    void begin(List<Job> jobs) {
        session.createNativeMutationQuery("""
                        insert into dataset_work (job, dataset)
                        select * from unnest(cast(:jobs as text[]), cast(:datasets as text[]))""")
                .setParameter("jobs", jobs.stream().map(job -> job.id().value()).toArray(String[]::new))
                .setParameter(
                        "datasets",
                        jobs.stream()
                                .map(job ->
                                        job.subject().dataset().orElseThrow().value())
                                .toArray(String[]::new))
                .executeUpdate();
    }

    /** Remembers what was uploaded for a job that makes a version. */
    void uploaded(JobId job, String key) {
        session.createNativeMutationQuery("update dataset_work set upload_key = :key where job = :job")
                .setParameter("key", key)
                .setParameter("job", job.value())
                .executeUpdate();
    }

    /** What has been uploaded for a job that makes a version. */
    Optional<String> uploadOf(JobId job) {
        return Optional.ofNullable(session.get(DatasetWorkEntity.class, job.value()))
                .flatMap(row -> Optional.ofNullable(row.uploadKey));
    }

    /** Forgets the job; answers what had been uploaded for it. */
    Optional<String> end(JobId job) {
        DatasetWorkEntity row = session.get(DatasetWorkEntity.class, job.value());
        if (row == null) {
            return Optional.empty();
        }
        session.delete(row);
        return Optional.ofNullable(row.uploadKey);
    }

    private Optional<Dataset> locked(DatasetId id, LockMode mode) {
        return Optional.ofNullable(session.get(DatasetEntity.class, id.value(), mode))
                .map(DatasetStore::dataset);
    }

    private static Dataset dataset(DatasetEntity row) {
        Optional<Integer> latest = Optional.ofNullable(row.latestVersion);
        DatasetState settled = latest.isPresent() ? DatasetState.READY : DatasetState.EMPTY;
        return new Dataset(
                new DatasetId(row.id),
                row.name,
                Task.of(row.task),
                Optional.ofNullable(row.description),
                row.working ? DatasetState.IMPORTING : settled,
                latest,
                row.versions,
                row.createdAt,
                row.updatedAt,
                new OwnerId(row.owner));
    }
}
