package dev.modelyard.inference.deployment;

import dev.modelyard.contracts.deployment.DeploymentEvent;
import dev.modelyard.contracts.deployment.DesiredDeployment;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.ReplicaId;
import dev.modelyard.inference.placement.LiveReplicas;
import dev.modelyard.inference.placement.Replica;
import dev.modelyard.inference.placement.ReplicaPublisher;
import dev.modelyard.inference.placement.ReplicasChanged;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Brings what this replica serves in line with what is desired. The only place where a {@link Standing} changes. */
@ApplicationScoped
public class DeploymentService {
    private static final Logger LOG = Logger.getLogger(DeploymentService.class);

    private final Map<ModelId, Standing> standings = new ConcurrentHashMap<>();
    /** What was read of the topic before its end was reached: of each model the last state there was. */
    private final Map<ModelId, DesiredDeployment> backlog = new LinkedHashMap<>();

    private final ModelLoader loader;
    private final DeploymentPublisher events;
    private final ReplicaPublisher heartbeats;
    private final ReplicaId replica;
    private final LiveReplicas replicas;
    private final CatchUp catchUp;
    private boolean ending;
    /** True for good once it is; calls ask for it without waiting for what changes here. */
    private volatile boolean allKnown;

    DeploymentService(
            ModelLoader loader,
            DeploymentPublisher events,
            ReplicaPublisher heartbeats,
            Replica replica,
            LiveReplicas replicas,
            CatchUp catchUp) {
        this.loader = loader;
        this.events = events;
        this.heartbeats = heartbeats;
        this.replica = replica.id();
        this.replicas = replicas;
        this.catchUp = catchUp;
    }

    /** What is known here about a model; empty if nothing is desired for it. */
    public Optional<Standing> standing(ModelId model) {
        return Optional.ofNullable(standings.get(model));
    }

    /** Whether all models that were desired when this replica began are known; until then an unknown one may yet turn up. */
    public boolean allKnown() {
        if (!allKnown) {
            allKnown = catchUp.done() && nothingLeft();
        }
        return allKnown;
    }

    private synchronized boolean nothingLeft() {
        return backlog.isEmpty();
    }

    /**
     * Takes in desired state, as often as it comes. Returns at once; loading goes on behind. Of what was desired before this replica began
     * only the last counts, so it waits until that is known.
     */
    synchronized void desire(DesiredDeployment desired) {
        if (!catchUp.done()) {
            backlog.put(desired.model(), desired);
            return;
        }
        takeUp();
        follow(desired);
    }

    /** Follows what was read so far, once the end of the topic has been reached. */
    synchronized void takeUp() {
        if (catchUp.done()) {
            backlog.values().forEach(this::follow);
            backlog.clear();
        }
    }

    private void follow(DesiredDeployment desired) {
        if (ending) {
            return;
        }
        change(desired.model(), now -> now == null ? Standing.first(desired) : now.desire(desired));
        place(desired.model());
    }

    /** Other replicas have come or gone, or hold something else. */
    synchronized void replicasChanged(@Observes ReplicasChanged changed) {
        if (!ending) {
            standings.keySet().forEach(this::place);
        }
    }

    private void place(ModelId model) {
        change(model, standing -> {
            DesiredDeployment desired = Objects.requireNonNull(standing).desired();
            return standing.place(replicas.isPlacedHere(desired), replicas.isCoveredElsewhere(desired));
        });
    }

    /**
     * Where a call can be passed on to; empty where this replica has what answers it, where nobody else has, and for what is not
     * started. Those that answer already come first.
     */
    public List<URI> elsewhere(ModelId model) {
        Standing standing = standings.get(model);
        return standing == null
                        || standing.serving() != null
                        || !standing.desired().started()
                ? List.of()
                : replicas.others(standing.desired());
    }

    /** Whether others shall serve a model that is started, and this replica does not either. */
    public boolean isElsewhere(ModelId model) {
        Standing standing = standings.get(model);
        return standing != null && standing.phase() instanceof Phase.Elsewhere && standing.serving() == null;
    }

    /**
     * Answers calls of a model that others shall serve, because none of them can be reached; they bring it into memory.
     *
     * @return what answers them; empty if there is nothing that others shall serve
     */
    public synchronized Optional<Serving> stepIn(ModelId model) {
        if (!ending && isElsewhere(model)) {
            LOG.infof("%s is served here until a replica that shall serve it can be reached", model);
            Serving standIn =
                    loader.lazily(Objects.requireNonNull(standings.get(model)).desired());
            change(model, now -> Objects.requireNonNull(now).stepIn(standIn));
        }
        return standing(model).flatMap(standing -> Optional.ofNullable(standing.serving()));
    }

    /** The deployment was deleted. */
    synchronized void forget(ModelId model) {
        backlog.remove(model);
        Standing standing = standings.remove(model);
        if (standing != null) {
            standing.unload().forEach(this::perform);
            heartbeat();
        }
    }

    /** Lets every model go once its accepted calls are answered, and says so; completes when both is done. Nothing is loaded any more. */
    synchronized CompletableFuture<Void> unloadAll() {
        ending = true;
        List<CompletableFuture<?>> done = new ArrayList<>();
        standings.values().stream()
                .flatMap(standing -> standing.unload().stream())
                .forEach(effect -> done.add(perform(effect).toCompletableFuture()));
        standings.clear();
        done.add(heartbeats.leave().toCompletableFuture());
        return CompletableFuture.allOf(done.toArray(CompletableFuture[]::new));
    }

    /** Says in turn what is held here, once there is somewhere to say it. */
    @Scheduled(every = "${modelyard.deployment.heartbeat-interval:3s}", skipExecutionIf = Starting.class)
    void heartbeatInTurn() {
        heartbeat();
    }

    /** Messaging is wired while the service starts, before observers of the usual priority are called. */
    @Singleton
    static class Starting implements Scheduled.SkipPredicate {
        private volatile boolean started;

        void started(@Observes StartupEvent event) {
            started = true;
        }

        @Override
        public boolean test(ScheduledExecution execution) {
            return !started;
        }
    }

    /** The first sign of life; that it comes back says that those of the others have been read. */
    void begin(@Observes StartupEvent event) {
        heartbeat();
    }

    private void heartbeat() {
        Map<ModelId, Long> loaded = new HashMap<>();
        standings.forEach(
                (model, standing) -> standing.servedRevision().ifPresent(revision -> loaded.put(model, revision)));
        heartbeats.publish(loaded);
    }

    private synchronized void change(ModelId model, Function<@Nullable Standing, Standing.Step> transition) {
        Standing before = standings.get(model);
        Standing.Step step = transition.apply(before);
        standings.put(model, step.standing());
        step.effects().forEach(this::perform);
        if (!servedRevision(before).equals(servedRevision(step.standing()))) {
            heartbeat();
        }
    }

    private static OptionalLong servedRevision(@Nullable Standing standing) {
        return standing == null ? OptionalLong.empty() : standing.servedRevision();
    }

    private CompletionStage<Void> perform(Effect effect) {
        return switch (effect) {
            case Effect.Load load -> {
                loader.load(load, this::isAwaited, this::finish);
                yield CompletableFuture.completedFuture(null);
            }
            case Effect.Retire retire -> {
                retire.version().residence().retire();
                yield retire.version().residence().left();
            }
            case Effect.Report report -> report(report.desired(), report.phase());
        };
    }

    private boolean isAwaited(DesiredDeployment desired) {
        Standing standing = standings.get(desired.model());
        return standing != null && standing.awaits(desired);
    }

    private synchronized void finish(DesiredDeployment desired, ModelLoader.Result result) {
        boolean known = standings.containsKey(desired.model());
        switch (result) {
            case ModelLoader.Result.Loaded loaded
            when !known ->
                loaded.serving().versions().forEach(version -> version.residence()
                        .retire());
            case ModelLoader.Result.Loaded loaded ->
                change(desired.model(), now -> Objects.requireNonNull(now).loaded(loaded.serving()));
            case ModelLoader.Result.Refused _ when !known -> LOG.debugf("%s is gone", desired.model());
            case ModelLoader.Result.Refused refused ->
                change(desired.model(), now -> Objects.requireNonNull(now).failed(desired, refused.failure()));
        }
    }

    private CompletionStage<Void> report(DesiredDeployment desired, Phase phase) {
        ModelId model = desired.model();
        long revision = desired.revision();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        DeploymentEvent event =
                switch (phase) {
                    case Phase.Loading loading -> new DeploymentEvent.Loading(model, revision, replica, now);
                    case Phase.Ready ready ->
                        new DeploymentEvent.Ready(model, revision, replica, now, ready.loadSeconds());
                    case Phase.Stopped stopped -> new DeploymentEvent.Unloaded(model, revision, replica, now);
                    case Phase.Elsewhere _ -> throw new IllegalStateException("nothing is told of what is elsewhere");
                    case Phase.Failed failed ->
                        new DeploymentEvent.Failed(model, revision, replica, now, failed.code(), failed.message());
                };
        LOG.infof("%s version %d, revision %d: %s", model, desired.version(), revision, phase);
        return events.publish(event);
    }
}
