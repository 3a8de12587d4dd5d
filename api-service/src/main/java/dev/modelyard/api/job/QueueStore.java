package dev.modelyard.api.job;

import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.job.Lane;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;

/** Who is next in a lane, and what is handed out in it. */
@ApplicationScoped
class QueueStore {
    private static final int LOCK_SPACE = 0x6d79;

    /**
     * The first job of each owner at the highest priority that has a job ready; of these, the one whose owner has the fewest jobs
     * handed out, then the one whose owner's last turn is longest ago, then the oldest. Owners are found by skipping along the
     * index, so a long queue costs no more than a short one.
     */
    private static final String NEXT = """
            with recursive top as (
                select max(priority) as priority from job
                where state = 'queued' and lane = :lane and not_before <= :now),
            owners as (
                (select j.owner from job j, top
                 where j.state = 'queued' and j.lane = :lane and j.priority = top.priority order by j.owner limit 1)
                union all
                select (select j.owner from job j, top
                        where j.state = 'queued' and j.lane = :lane and j.priority = top.priority and j.owner > o.owner
                        order by j.owner limit 1)
                from owners o where o.owner is not null),
            active as (
                select owner, count(*) as jobs from job
                where lane = :lane and state in ('dispatched', 'running', 'stopping') group by owner)
            select first.id
            from top, owners o
            cross join lateral (
                select j.id, j.seq from job j
                where j.state = 'queued' and j.lane = :lane and j.priority = top.priority and j.owner = o.owner
                    and j.not_before <= :now
                order by j.seq limit 1) first
            left join active a on a.owner = o.owner
            left join lane_turn t on t.lane = :lane and t.owner = o.owner
            order by coalesce(a.jobs, 0), coalesce(t.dispatch, 0), first.seq
            limit 1""";

    private final StatelessSession session;

    QueueStore(StatelessSession session) {
        this.session = session;
    }

    /** Makes this transaction the only one that hands out jobs of a lane. */
    void lock(Lane lane) {
        session.createNativeQuery(
                        "select 1 from (select pg_advisory_xact_lock(:space, hashtext(:lane))) as locked",
                        Integer.class)
                .setParameter("space", LOCK_SPACE)
                .setParameter("lane", lane.wireName())
                .getSingleResult();
    }

    Optional<JobId> next(Lane lane, Instant now) {
        return session
                .createNativeQuery(NEXT, String.class)
                .setParameter("lane", lane.wireName())
                .setParameter("now", now)
                .getResultList()
                .stream()
                .map(JobId::new)
                .findFirst();
    }

    long mintDispatch() {
        return session.createNativeQuery("select nextval('dispatch_number')", Long.class)
                .getSingleResult();
    }

    void insertDispatch(Job job, long number, Instant now) {
        session.createNativeMutationQuery(
                        "insert into dispatch (number, job, attempt, lane, at) values (:number, :job, :attempt, :lane, :now)")
                .setParameter("number", number)
                .setParameter("job", job.id().value())
                .setParameter("attempt", job.attempt())
                .setParameter("lane", job.lane().wireName())
                .setParameter("now", now)
                .executeUpdate();
    }

    void turn(Lane lane, OwnerId owner, long number) {
        session.createNativeMutationQuery("""
                        insert into lane_turn (lane, owner, dispatch) values (:lane, :owner, :number)
                        on conflict (lane, owner) do update set dispatch = excluded.dispatch""")
                .setParameter("lane", lane.wireName())
                .setParameter("owner", owner.value())
                .setParameter("number", number)
                .executeUpdate();
    }

    /** The jobs of a lane that are handed out and have not ended. */
    Set<JobId> handedOut(Lane lane) {
        return session
                .createNativeQuery(
                        "select id from job where lane = :lane and state in ('dispatched', 'running', 'stopping')",
                        String.class)
                .setParameter("lane", lane.wireName())
                .getResultList()
                .stream()
                .map(JobId::new)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Everything that decides in which order a lane's queued jobs come. */
    Standing standing(Lane lane) {
        Map<OwnerId, Integer> active = new HashMap<>();
        session.createNativeQuery("""
                        select owner, count(*) from job
                        where lane = :lane and state in ('dispatched', 'running', 'stopping') group by owner""", Object[].class)
                .setParameter("lane", lane.wireName())
                .getResultList()
                .forEach(row -> active.put(new OwnerId((String) row[0]), ((Number) row[1]).intValue()));
        Map<OwnerId, Long> turns = new HashMap<>();
        session.createNativeQuery("select owner, dispatch from lane_turn where lane = :lane", Object[].class)
                .setParameter("lane", lane.wireName())
                .getResultList()
                .forEach(row -> turns.put(new OwnerId((String) row[0]), ((Number) row[1]).longValue()));
        Standing.Builder standing = new Standing.Builder(active, turns);
        session.createNativeQuery("""
                        select owner, priority, seq from job where state = 'queued' and lane = :lane
                        order by priority desc, owner, seq""", Object[].class)
                .setParameter("lane", lane.wireName())
                .getResultList()
                .forEach(row -> standing.add(
                        new OwnerId((String) row[0]), ((Number) row[1]).intValue(), ((Number) row[2]).longValue()));
        return standing.build();
    }
}
