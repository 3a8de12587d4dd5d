package dev.modelyard.api.worker;

import dev.modelyard.contracts.wire.Json;
import dev.modelyard.contracts.worker.WorkerHeartbeat;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hibernate.StatelessSession;

/** The table {@code worker}. All times are the database's. */
@ApplicationScoped
class WorkerStore {
    private final StatelessSession session;

    WorkerStore(StatelessSession session) {
        this.session = session;
    }

    void save(WorkerHeartbeat heartbeat) {
        session.createNativeMutationQuery("""
                        insert into worker (id, devices, heartbeat, seen_at)
                        values (:id, :devices, :heartbeat, clock_timestamp())
                        on conflict (id) do update
                            set devices = greatest(worker.devices, excluded.devices), heartbeat = excluded.heartbeat,
                                seen_at = excluded.seen_at""")
                .setParameter("id", heartbeat.worker().value())
                .setParameter("devices", heartbeat.devices())
                .setParameter("heartbeat", Json.write(heartbeat))
                .executeUpdate();
    }

    /** Workers heard of within that time, by name of their host. */
    List<Worker> heardWithin(Duration remembered, Duration silence) {
        Instant now = session.createNativeQuery("select clock_timestamp()", Instant.class)
                .getSingleResult();
        return session
                .createSelectionQuery("from WorkerEntity where seenAt > :since", WorkerEntity.class)
                .setParameter("since", now.minus(remembered))
                .getResultList()
                .stream()
                .map(row -> worker(row, now.minus(silence)))
                .toList();
    }

    boolean anyEverHadDevices() {
        return session.createNativeQuery("select exists (select 1 from worker where devices > 0)", Boolean.class)
                .getSingleResult();
    }

    /** Forgets workers not heard of since long, except those that showed that there are GPUs here. */
    void forget(Duration remembered) {
        session.createNativeMutationQuery(
                        "delete from worker where devices = 0 and seen_at < clock_timestamp() - make_interval(secs => :age)")
                .setParameter("age", (double) remembered.toSeconds())
                .executeUpdate();
    }

    private static Worker worker(WorkerEntity row, Instant lostBefore) {
        WorkerHeartbeat heartbeat = Json.read(row.heartbeat, WorkerHeartbeat.class);
        WorkerState state;
        if (row.seenAt.isBefore(lostBefore)) {
            state = WorkerState.LOST;
        } else {
            state = heartbeat.stopping() ? WorkerState.STOPPING : WorkerState.LIVE;
        }
        return new Worker(heartbeat, state, row.seenAt);
    }
}
