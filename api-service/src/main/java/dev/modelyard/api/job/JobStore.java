package dev.modelyard.api.job;

import dev.modelyard.api.listing.Criteria;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.job.Lane;
import dev.modelyard.contracts.wire.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;

/** Inserts, reads and deletes jobs. Their transitions are in {@link JobTransitions}. */
@ApplicationScoped
class JobStore {
    private final StatelessSession session;

    JobStore(StatelessSession session) {
        this.session = session;
    }

    /** The job as it is queued. */
    Job insert(JobId id, OwnerId owner, JobRequest request, Lane lane, Instant now) {
        return session.createNativeQuery("""
                        insert into job (id, owner, kind, state, lane, priority, devices, model, dataset, dataset_version, spec,
                                         created_at, not_before)
                        values (:id, :owner, :kind, 'queued', :lane, :priority, :devices, :model, :dataset, :version, :spec,
                                :now, :now)
                        returning *""", JobEntity.class)
                .setParameter("id", id.value())
                .setParameter("owner", owner.value())
                .setParameter("kind", request.spec().kind())
                .setParameter("lane", lane.wireName())
                .setParameter("priority", request.priority())
                .setParameter("devices", request.devices())
                .setParameter(
                        "model", request.subject().model().map(ModelId::value).orElse(null), String.class)
                .setParameter(
                        "dataset",
                        request.subject().dataset().map(DatasetId::value).orElse(null),
                        String.class)
                .setParameter("version", request.subject().datasetVersion().orElse(null), Integer.class)
                .setParameter("spec", Json.write(request.spec()))
                .setParameter("now", now)
                .getSingleResult()
                .toJob();
    }

    Optional<Job> find(JobId id) {
        return Optional.ofNullable(session.get(JobEntity.class, id.value())).map(JobEntity::toJob);
    }

    /** Reads a job and keeps its row locked until the transaction ends. */
    Optional<Job> lock(JobId id) {
        return session
                .createNativeQuery("select * from job where id = :id for update", JobEntity.class)
                .setParameter("id", id.value())
                .getResultList()
                .stream()
                .map(JobEntity::toJob)
                .findFirst();
    }

    /** Newest first; those submitted before that one, if it is named. */
    List<Job> list(JobFilter filter, Optional<Long> submittedBefore, int limit) {
        Criteria criteria = new Criteria()
                .and("owner = :owner", "owner", filter.owner().map(OwnerId::value))
                .and("kind = :kind", "kind", filter.kind())
                .and("state = :state", "state", filter.state().map(JobState::wireName))
                .and("model = :model", "model", filter.model().map(ModelId::value))
                .and("dataset = :dataset", "dataset", filter.dataset().map(DatasetId::value))
                .and("createdAt >= :since", "since", filter.since())
                .and("createdAt < :until", "until", filter.until())
                .and("seq < :last_seq", "last_seq", submittedBefore);
        return criteria
                .bind(session.createSelectionQuery(
                        "from JobEntity" + criteria.where() + " order by seq desc", JobEntity.class))
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(JobEntity::toJob)
                .toList();
    }

    boolean anyActiveOn(ModelId model) {
        return anyActive("model", model.value());
    }

    boolean anyActiveOn(DatasetId dataset) {
        return anyActive("dataset", dataset.value());
    }

    private boolean anyActive(String column, String id) {
        return session.createNativeQuery(
                        "select exists (select 1 from job where " + column
                                + " = :id and state in ('queued', 'dispatched', 'running', 'stopping'))",
                        Boolean.class)
                .setParameter("id", id)
                .getSingleResult();
    }

    /** Jobs of a lane dispatched before then that no run has started, oldest first. */
    List<LostRunService.Unanswered> unanswered(Lane lane, Instant when) {
        return session
                .createSelectionQuery(
                        "from JobEntity where state = 'dispatched' and lane = :lane and dispatchedAt < :when order by dispatch",
                        JobEntity.class)
                .setParameter("lane", lane.wireName())
                .setParameter("when", when)
                .getResultList()
                .stream()
                .map(JobEntity::toJob)
                .map(job ->
                        new LostRunService.Unanswered(job.id(), job.dispatch().orElseThrow()))
                .toList();
    }

    /** Jobs asked to stop before then that have not. */
    List<JobId> stopping(Instant when) {
        return session
                .createSelectionQuery(
                        "select id from JobEntity where state = 'stopping' and stopRequestedAt < :when", String.class)
                .setParameter("when", when)
                .getResultList()
                .stream()
                .map(JobId::new)
                .toList();
    }

    /** Whose these jobs are; one that is gone is left out. */
    Map<JobId, OwnerId> owners(Collection<JobId> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return session
                .createSelectionQuery("from JobEntity where id in :ids", JobEntity.class)
                .setParameter("ids", ids.stream().map(JobId::value).toList())
                .getResultList()
                .stream()
                .collect(Collectors.toUnmodifiableMap(row -> new JobId(row.id), row -> new OwnerId(row.owner)));
    }

    /** Deletes a job that has ended, with its runs, figures and dispatches; false if it has not. */
    boolean deleteEnded(JobId id) {
        return session.createNativeMutationQuery(
                                "delete from job where id = :id and state in ('succeeded', 'failed', 'stopped')")
                        .setParameter("id", id.value())
                        .executeUpdate()
                == 1;
    }
}
