package dev.modelyard.api.job;

import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.id.WorkerId;
import dev.modelyard.contracts.job.Lane;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
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
     * The first ready job of each owner that may have more running, at the highest priority that has any; of these, the one whose owner's
     * last turn is longest ago, then the oldest. Owners that have more jobs handed out than the one with the fewest, by two or more, come
     * after the others, by how many. Of those that make up for runs that were lost with their workers, one is not counted and none is a
     * turn. Owners, and priorities where need be, are found by skipping along the index, so a long queue costs no more than a short one.
     */
    private static final String NEXT = """
            with recursive waiting as (
                (select top.priority, top.owner, first.id, first.seq, first.id is not null as found
                 from (select j.priority, j.owner from job j where j.state = 'queued' and j.lane = :lane
                       order by j.priority desc, j.owner limit 1) top
                 left join lateral (
                    select j.id, j.seq from job j
                    where j.state = 'queued' and j.lane = :lane and j.priority = top.priority and j.owner = top.owner
                        and j.not_before <= :now and top.owner <> all(cast(:full as text[]))
                    order by j.seq limit 1) first on true)
                union all
                select n.priority, n.owner, first.id, first.seq, (n.step = 1 and w.found) or first.id is not null
                from waiting w
                cross join lateral (
                    (select 1 as step, j.priority, j.owner from job j
                     where j.state = 'queued' and j.lane = :lane and j.priority = w.priority and j.owner > w.owner
                     order by j.owner limit 1)
                    union all
                    (select 2 as step, j.priority, j.owner from job j
                     where j.state = 'queued' and j.lane = :lane and j.priority < w.priority and not w.found
                     order by j.priority desc, j.owner limit 1)
                    order by step limit 1) n
                left join lateral (
                    select j.id, j.seq from job j
                    where j.state = 'queued' and j.lane = :lane and j.priority = n.priority and j.owner = n.owner
                        and j.not_before <= :now and n.owner <> all(cast(:full as text[]))
                    order by j.seq limit 1) first on true),
            active as (
                select owner, count(*) - max(makes_up::int) as jobs from job
                where lane = :lane and state in ('dispatched', 'running', 'stopping')
                    and (worker is null or worker <> all(cast(:gone as text[])))
                group by owner)
            select w.id
            from waiting w
            left join active a on a.owner = w.owner
            left join lane_turn t on t.lane = :lane and t.owner = w.owner
            where w.id is not null
            order by greatest(coalesce(a.jobs, 0) - min(coalesce(a.jobs, 0)) over () - 1, 0), coalesce(t.dispatch, 0), w.seq
            limit 1""";

    private final StatelessSession session;

    QueueStore(StatelessSession session) {
        this.session = session;
    }

    /** Makes this transaction the only one that hands out jobs of a lane. */
    void lock(Lane lane) {
        lock(lane.wireName());
    }

    /** Makes this transaction the only one that hands out jobs of any lane, as far as others do the same. */
    void lockAllLanes() {
        lock("all");
    }

    /** Makes this transaction the only one that counts the queue of an owner. */
    void lock(OwnerId owner) {
        lock("owner " + owner.value());
    }

    /** How many jobs each owner has handed out, over all lanes. */
    Map<OwnerId, Long> running() {
        return session
                .createNativeQuery(
                        "select owner, count(*) from job where state in ('dispatched', 'running', 'stopping') group by owner",
                        Object[].class)
                .getResultList()
                .stream()
                .collect(Collectors.toUnmodifiableMap(row -> new OwnerId((String) row[0]), row -> (Long) row[1]));
    }

    /** How many jobs of an owner are queued; counted up to that many. */
    long queued(OwnerId owner, long most) {
        return session.createNativeQuery(
                        "select count(*) from (select 1 from job where owner = :owner and state = 'queued' limit :most) as counted",
                        Long.class)
                .setParameter("owner", owner.value())
                .setParameter("most", most)
                .getSingleResult();
    }

    /** The job that is next in a lane, of no owner that is full; what workers run that are gone counts for nobody. */
    Optional<JobId> next(Lane lane, Instant now, Set<OwnerId> full, Set<WorkerId> gone) {
        return session
                .createNativeQuery(NEXT, String.class)
                .setParameter("full", values(full))
                .setParameter("gone", gone.stream().map(WorkerId::value).toArray(String[]::new))
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

    /** That hand-out was its owner's turn, unless the job makes up for a lost run. */
    void turn(JobId job, long number) {
        session.createNativeMutationQuery("""
                        insert into lane_turn (lane, owner, dispatch)
                        select lane, owner, :number from job where id = :job and not makes_up
                        on conflict (lane, owner) do update set dispatch = excluded.dispatch""")
                .setParameter("job", job.value())
                .setParameter("number", number)
                .executeUpdate();
    }

    /** The jobs of a lane that are handed out and have not ended. */
    List<HandedOut> handedOut(Lane lane) {
        return session
                .createNativeQuery("""
                        select id, worker from job
                        where lane = :lane and state in ('dispatched', 'running', 'stopping')""", Object[].class)
                .setParameter("lane", lane.wireName())
                .getResultList()
                .stream()
                .map(row -> new HandedOut(
                        new JobId((String) row[0]),
                        Optional.ofNullable((String) row[1]).map(WorkerId::new)))
                .toList();
    }

    /**
     * Everything that decides in which order a lane's queued jobs come.
     *
     * @param held the owners that may have no more running
     */
    Standing standing(Lane lane, Set<OwnerId> held) {
        Map<OwnerId, Integer> active = new HashMap<>();
        session.createNativeQuery("""
                        select owner, count(*) - max(makes_up::int) from job
                        where lane = :lane and state in ('dispatched', 'running', 'stopping') group by owner""", Object[].class)
                .setParameter("lane", lane.wireName())
                .getResultList()
                .forEach(row -> active.put(new OwnerId((String) row[0]), ((Number) row[1]).intValue()));
        Map<OwnerId, Long> turns = new HashMap<>();
        session.createNativeQuery("select owner, dispatch from lane_turn where lane = :lane", Object[].class)
                .setParameter("lane", lane.wireName())
                .getResultList()
                .forEach(row -> turns.put(new OwnerId((String) row[0]), ((Number) row[1]).longValue()));
        Standing.Builder standing = new Standing.Builder(active, turns, held);
        session.createNativeQuery("""
                        select owner, priority, seq from job where state = 'queued' and lane = :lane
                        order by priority desc, owner, seq""", Object[].class)
                .setParameter("lane", lane.wireName())
                .getResultList()
                .forEach(row -> standing.add(
                        new OwnerId((String) row[0]), ((Number) row[1]).intValue(), ((Number) row[2]).longValue()));
        return standing.build();
    }

    private void lock(String name) {
        session.createNativeQuery(
                        "select 1 from (select pg_advisory_xact_lock(:space, hashtext(:name))) as locked",
                        Integer.class)
                .setParameter("space", LOCK_SPACE)
                .setParameter("name", name)
                .getSingleResult();
    }

    private static String[] values(Set<OwnerId> owners) {
        return owners.stream().map(OwnerId::value).toArray(String[]::new);
    }
}
