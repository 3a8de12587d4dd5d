package dev.modelyard.api.retention;

import dev.modelyard.api.artifact.DeletionService;
import dev.modelyard.api.job.LeftoverService;
import dev.modelyard.api.storage.StorageService;
import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.contracts.artifact.StoreLayout;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Objects of the store that belong to no run and to no owner that is known: a late run wrote them after its job was forgotten, or the
 * database was put back to an earlier day. Only those are deleted beside which nothing was written for long, because what a worker makes
 * is in the store before it is known.
 */
@ApplicationScoped
class Orphans {
    private static final Logger LOG = Logger.getLogger(Orphans.class);
    private static final int PAGE = 500;

    private final ArtifactStore store;
    private final LeftoverService leftovers;
    private final StorageService storage;
    private final DeletionService deletions;

    Orphans(ArtifactStore store, LeftoverService leftovers, StorageService storage, DeletionService deletions) {
        this.store = store;
        this.leftovers = leftovers;
        this.storage = storage;
        this.deletions = deletions;
    }

    /** Looks through the whole store, unless it is told to end. */
    void delete(Duration untouched, BooleanSupplier stopping) throws IOException {
        Instant before = Instant.now().minus(untouched);
        for (List<String> page = runs(Optional.empty());
                !page.isEmpty() && !stopping.getAsBoolean();
                page = runs(Optional.of(page.getLast()))) {
            for (String prefix : unknownRuns(page)) {
                deleteIfUntouched(prefix, store.list(prefix), before);
            }
        }
        for (List<String> page = datasets(Optional.empty());
                !page.isEmpty() && !stopping.getAsBoolean();
                page = datasets(Optional.of(page.getLast()))) {
            for (String dataset : page) {
                deleteUnowned(StoreLayout.DATASETS + "/" + dataset, before);
            }
        }
        for (String facade : store.folders(StoreLayout.FACADES, Optional.empty(), PAGE)) {
            deleteOfFacade(StoreLayout.facadeFiles(facade), before, stopping);
        }
    }

    private void deleteOfFacade(String files, Instant before, BooleanSupplier stopping) throws IOException {
        for (List<String> page = store.folders(files, Optional.empty(), PAGE);
                !page.isEmpty() && !stopping.getAsBoolean();
                page = store.folders(files, Optional.of(page.getLast()), PAGE)) {
            for (String upload : page) {
                deleteUnowned(files + "/" + upload, before);
            }
        }
    }

    private void deleteUnowned(String prefix, Instant before) throws IOException {
        for (String key : unowned(store.list(prefix))) {
            deleteIfUntouched(key, List.of(key), before);
        }
    }

    private List<String> runs(Optional<String> after) throws IOException {
        return store.folders(StoreLayout.RUNS, after, PAGE);
    }

    private List<String> datasets(Optional<String> after) throws IOException {
        return store.folders(StoreLayout.DATASETS, after, PAGE);
    }

    /** The folders of runs that nobody knows and whose artifact nobody owns. */
    private Collection<String> unknownRuns(List<String> names) {
        Set<String> unknown = new HashSet<>(names);
        unknown.removeAll(leftovers.known(names));
        Map<String, String> artifacts = unknown.stream()
                .map(name -> StoreLayout.RUNS + "/" + name)
                .collect(Collectors.toMap(prefix -> prefix + "/artifact", prefix -> prefix));
        storage.owned(List.copyOf(artifacts.keySet())).forEach(artifacts::remove);
        return artifacts.values();
    }

    private Set<String> unowned(List<String> uploads) {
        Set<String> keys = new HashSet<>(uploads);
        storage.owned(List.copyOf(keys)).forEach(keys::remove);
        return keys;
    }

    private void deleteIfUntouched(String prefix, Collection<String> keys, Instant before) throws IOException {
        for (String key : keys) {
            if (store.modified(key).filter(at -> !at.isBefore(before)).isPresent()) {
                return;
            }
        }
        if (!keys.isEmpty()) {
            LOG.infof("%s belongs to nothing and is deleted", prefix);
            QuarkusTransaction.requiringNew().run(() -> deletions.delete(prefix));
        }
    }
}
