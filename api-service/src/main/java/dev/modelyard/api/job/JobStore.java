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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Inserts, reads and deletes jobs. Their transitions are in {@link JobTransitions}. */
@ApplicationScoped
class JobStore {
    private final StatelessSession session;

    JobStore(StatelessSession session) {
        this.session = session;
    }

    /** A job that is to be queued. */
    record Insertion(JobId id, OwnerId owner, JobRequest request) {
        Lane lane() {
            return request.spec().lane(request.devices());
        }
    }

    /** The jobs as they are queued, in this order. */
    List<Job> insert(List<Insertion> insertions, Instant now) {
        Map<String, Long> order = new HashMap<>();
        session.createNativeQuery("""
                        insert into job (id, owner, kind, state, lane, priority, devices, model, dataset, dataset_version, spec,
                                         created_at, not_before)
                        select n.id, n.owner, n.kind, 'queued', n.lane, n.priority, n.devices, n.model, n.dataset, n.version,
                               n.spec, :now, :now
                        from unnest(cast(:ids as text[]), cast(:owners as text[]), cast(:kinds as text[]), cast(:lanes as text[]),
                                    cast(:priorities as int[]), cast(:devices as int[]), cast(:models as text[]),
                                    cast(:datasets as text[]), cast(:versions as int[]), cast(:specs as text[]))
                            with ordinality
                            as n(id, owner, kind, lane, priority, devices, model, dataset, version, spec, position)
                        order by n.position
                        returning id, seq""", Object[].class)
                .setParameter("ids", texts(insertions, one -> one.id().value()))
                .setParameter("owners", texts(insertions, one -> one.owner().value()))
                .setParameter(
                        "kinds", texts(insertions, one -> one.request().spec().kind()))
                .setParameter("lanes", texts(insertions, one -> one.lane().wireName()))
                .setParameter(
                        "priorities", numbers(insertions, one -> one.request().priority()))
                .setParameter(
                        "devices", numbers(insertions, one -> one.request().devices()))
                .setParameter("models", texts(insertions, one -> one.request()
                        .subject()
                        .model()
                        .map(ModelId::value)
                        .orElse(null)))
                .setParameter("datasets", texts(insertions, one -> one.request()
                        .subject()
                        .dataset()
                        .map(DatasetId::value)
                        .orElse(null)))
                .setParameter("versions", numbers(insertions, one -> one.request()
                        .subject()
                        .datasetVersion()
                        .orElse(null)))
                .setParameter(
                        "specs",
                        texts(insertions, one -> Json.write(one.request().spec())))
                .setParameter("now", now)
                .getResultList()
                .forEach(row -> order.put((String) row[0], ((Number) row[1]).longValue()));
        return insertions.stream()
                .map(one ->
                        queued(one, Objects.requireNonNull(order.get(one.id().value())), now))
                .toList();
    }

    private static String[] texts(List<Insertion> insertions, Function<Insertion, @Nullable String> value) {
        return insertions.stream().map(value).toArray(String[]::new);
    }

    private static Integer[] numbers(List<Insertion> insertions, Function<Insertion, @Nullable Integer> value) {
        return insertions.stream().map(value).toArray(Integer[]::new);
    }

    private static Job queued(Insertion insertion, long seq, Instant now) {
        JobRequest request = insertion.request();
        return new Job(
                insertion.id(),
                seq,
                insertion.owner(),
                request.spec(),
                JobState.QUEUED,
                insertion.lane(),
                request.priority(),
                request.devices(),
                request.subject(),
                now,
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                0);
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
