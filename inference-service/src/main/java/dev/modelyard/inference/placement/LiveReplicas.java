package dev.modelyard.inference.placement;

import dev.modelyard.contracts.deployment.DesiredDeployment;
import dev.modelyard.contracts.deployment.ReplicaHeartbeat;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.ReplicaId;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The replicas that live, as their heartbeats say, and which of them shall serve what. Nothing is placed here before this replica has
 * read a heartbeat of its own, and so all that were before it.
 */
@ApplicationScoped
public class LiveReplicas {
    private static final int MOST_RANKS = 10_000;

    private final ReplicaId self;
    private final Duration timeout;
    private final Runnable tellOfChange;
    private final Clock clock;
    private final Map<ReplicaId, Seen> seen = new HashMap<>();
    /** Those whose address another has now, until they would have been forgotten. */
    private final Map<ReplicaId, Seen> displaced = new HashMap<>();
    /** How those rank that are seen. */
    private final Map<ModelId, List<ReplicaId>> ranks = new HashMap<>();

    private boolean known;

    /**
     * A replica as it last said.
     *
     * @param until it is taken to live, by the clock here
     */
    private record Seen(URI url, Map<ModelId, Long> holds, Instant until) {
        boolean answers(DesiredDeployment desired) {
            return holds.getOrDefault(desired.model(), -1L) >= desired.revision();
        }
    }

    @Inject
    LiveReplicas(Replica self, ReplicaConfig config, Event<ReplicasChanged> changes) {
        this(self.id(), config.timeout(), () -> changes.fire(new ReplicasChanged()), Clock.systemUTC());
    }

    LiveReplicas(ReplicaId self, Duration timeout, Runnable tellOfChange, Clock clock) {
        this.self = self;
        this.timeout = timeout;
        this.tellOfChange = tellOfChange;
        this.clock = clock;
    }

    /** Takes in a heartbeat, this replica's own too. One that was read late counts from when it was sent. */
    void heard(ReplicaHeartbeat heartbeat) {
        boolean changed;
        synchronized (this) {
            Instant now = clock.instant();
            Instant from = known || heartbeat.at().isAfter(now) ? now : heartbeat.at();
            Seen said = new Seen(URI.create(heartbeat.url()), heartbeat.loaded(), from.plus(timeout));
            Seen before = seen.put(heartbeat.replica(), said);
            if (before == null) {
                ranks.clear();
                if (displaced.remove(heartbeat.replica()) == null) {
                    displaceBy(heartbeat.replica(), said.url());
                }
            }
            boolean first = !known && heartbeat.replica().equals(self);
            known = known || first;
            boolean gone = forgetSilent(now);
            changed = gone || first || before == null || !before.holds().equals(heartbeat.loaded());
        }
        if (changed) {
            tellOfChange.run();
        }
    }

    /** A replica has said that it is no more. */
    void left(ReplicaId replica) {
        boolean changed;
        synchronized (this) {
            changed = without(entry -> entry.getKey().equals(replica));
        }
        if (changed) {
            tellOfChange.run();
        }
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forgetSilent() {
        boolean changed;
        synchronized (this) {
            changed = forgetSilent(clock.instant());
        }
        if (changed) {
            tellOfChange.run();
        }
    }

    /** Nobody answers there: whoever lives there will say so with its next heartbeat, and is not counted on until then. */
    public void unreachable(URI url) {
        boolean changed;
        synchronized (this) {
            changed = without(entry ->
                    !entry.getKey().equals(self) && entry.getValue().url().equals(url));
        }
        if (changed) {
            tellOfChange.run();
        }
    }

    /** Whether this replica is one of those that shall serve the model. */
    public synchronized boolean isPlacedHere(DesiredDeployment desired) {
        return known && placed(desired).contains(self);
    }

    /** Whether all replicas that shall serve the model do so at its revision, and this is none of them. */
    public synchronized boolean isCoveredElsewhere(DesiredDeployment desired) {
        List<ReplicaId> placed = placed(desired);
        return known
                && !placed.contains(self)
                && placed.stream().allMatch(replica -> {
                    @Nullable Seen one = seen.get(replica);
                    return one != null && one.answers(desired);
                });
    }

    /** Where else the model may be answered: at those that answer it already, then at those that shall. */
    public synchronized List<URI> others(DesiredDeployment desired) {
        List<ReplicaId> ranked = ranked(desired.model());
        List<ReplicaId> placed = placed(desired);
        Comparator<ReplicaId> newestFirst =
                Comparator.comparingLong(replica -> -seen(replica).holds().getOrDefault(desired.model(), -1L));
        Stream<ReplicaId> holding = ranked.stream()
                .filter(replica -> seen(replica).holds().containsKey(desired.model()))
                .sorted(newestFirst);
        return Stream.concat(holding, placed.stream())
                .filter(replica -> !replica.equals(self))
                .distinct()
                .map(replica -> seen(replica).url())
                .toList();
    }

    private Seen seen(ReplicaId replica) {
        Seen one = seen.get(replica);
        if (one == null) {
            throw new IllegalStateException("unknown replica " + replica);
        }
        return one;
    }

    private List<ReplicaId> placed(DesiredDeployment desired) {
        List<ReplicaId> ranked = ranked(desired.model());
        return ranked.subList(0, Math.min(desired.replicas(), ranked.size()));
    }

    private List<ReplicaId> ranked(ModelId model) {
        if (ranks.size() >= MOST_RANKS) {
            ranks.clear(); // models come and go
        }
        return ranks.computeIfAbsent(model, _ -> Rendezvous.rank(model, seen.keySet()));
    }

    /**
     * Whoever had the address of one that has just begun is gone, however lately it said that it lives. Should it say so again, two
     * really share an address, and neither displaces the other any more.
     */
    private void displaceBy(ReplicaId newcomer, URI url) {
        seen.forEach((replica, one) -> {
            if (!replica.equals(newcomer) && !replica.equals(self) && one.url().equals(url)) {
                displaced.put(replica, one);
            }
        });
        seen.keySet().removeAll(displaced.keySet());
    }

    /** This one lives as long as it can ask. */
    private boolean forgetSilent(Instant now) {
        displaced.values().removeIf(one -> one.until().isBefore(now));
        return without(entry ->
                !entry.getKey().equals(self) && entry.getValue().until().isBefore(now));
    }

    private boolean without(Predicate<Map.Entry<ReplicaId, Seen>> gone) {
        boolean changed = seen.entrySet().removeIf(gone);
        if (changed) {
            ranks.clear();
        }
        return changed;
    }
}
