package dev.modelyard.api.deployment;

import dev.modelyard.contracts.deployment.ReplicaHeartbeat;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.ReplicaId;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hibernate.StatelessSession;

/** The tables {@code replica} and {@code replica_model}. Every method runs in its caller's transaction. */
@ApplicationScoped
class ReplicaStore {
    private final StatelessSession session;

    ReplicaStore(StatelessSession session) {
        this.session = session;
    }

    /** Notes a sign of life; false if the replica has said something newer already. */
    boolean alive(ReplicaHeartbeat heartbeat, Duration timeout) {
        return session.createNativeMutationQuery("""
                        insert into replica (id, url, said_at, live_until)
                        values (:id, :url, :at, now() + :timeout * interval '1 millisecond')
                        on conflict (id) do update
                        set url = excluded.url, said_at = excluded.said_at, live_until = excluded.live_until
                        where replica.said_at <= excluded.said_at""")
                        .setParameter("id", heartbeat.replica().value())
                        .setParameter("url", heartbeat.url())
                        .setParameter("at", heartbeat.at())
                        .setParameter("timeout", timeout.toMillis())
                        .executeUpdate()
                == 1;
    }

    /** The replica holds the model, unless it has said something newer of it. A replica never heard of is passed over. */
    void holds(ReplicaId replica, ModelId model, long revision, Instant at) {
        session.createNativeMutationQuery("""
                        insert into replica_model (replica, model, revision, said_at)
                        select id, :model, :revision, :at from replica where id = :replica
                        on conflict (replica, model) do update
                        set revision = excluded.revision, said_at = excluded.said_at
                        where replica_model.said_at <= excluded.said_at""")
                .setParameter("replica", replica.value())
                .setParameter("model", model.value())
                .setParameter("revision", revision)
                .setParameter("at", at)
                .executeUpdate();
    }

    /** The replica no longer holds the model, unless it has said something newer of it. */
    void letGo(ReplicaId replica, ModelId model, Instant at) {
        session.createNativeMutationQuery(
                        "delete from replica_model where replica = :replica and model = :model and said_at <= :at")
                .setParameter("replica", replica.value())
                .setParameter("model", model.value())
                .setParameter("at", at)
                .executeUpdate();
    }

    /** The replica holds these models only, but for those of which it has said something newer. */
    void holdsOnly(ReplicaId replica, List<ModelId> models, Instant at) {
        session.createNativeMutationQuery("""
                        delete from replica_model
                        where replica = :replica and said_at <= :at and not (model = any (:models))""")
                .setParameter("replica", replica.value())
                .setParameter("at", at)
                .setParameter("models", models.stream().map(ModelId::value).toArray(String[]::new))
                .executeUpdate();
    }

    /** Live replicas that hold the model, those at the newest revision first. */
    List<Holding> holding(ModelId model) {
        return session
                .createNativeQuery("""
                        select r.url, m.revision from replica_model m join replica r on r.id = m.replica
                        where m.model = :model and r.live_until > now()
                        order by m.revision desc, r.id""", Object[].class)
                .setParameter("model", model.value())
                .getResultList()
                .stream()
                .map(row -> new Holding(URI.create((String) row[0]), ((Number) row[1]).longValue()))
                .toList();
    }

    /** Live replicas that do not hold the model. */
    List<URI> notHolding(ModelId model) {
        return session
                .createNativeQuery("""
                        select r.url from replica r
                        where r.live_until > now()
                            and not exists (select 1 from replica_model m where m.replica = r.id and m.model = :model)
                        order by r.id""", String.class)
                .setParameter("model", model.value())
                .getResultList()
                .stream()
                .map(URI::create)
                .toList();
    }

    void forget(ReplicaId replica) {
        session.createNativeMutationQuery("delete from replica where id = :id")
                .setParameter("id", replica.value())
                .executeUpdate();
    }

    void forgetSilent(Duration silence) {
        session.createNativeMutationQuery(
                        "delete from replica where live_until < now() - :silence * interval '1 millisecond'")
                .setParameter("silence", silence.toMillis())
                .executeUpdate();
    }
}
