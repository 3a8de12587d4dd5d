package dev.modelyard.api.dataset;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.modelyard.api.artifact.DeletionService;
import dev.modelyard.api.job.JobService;
import dev.modelyard.api.listing.Criteria;
import dev.modelyard.api.listing.OwnerScope;
import dev.modelyard.contracts.artifact.StoreLayout;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.paging.Cursor;
import dev.modelyard.servicekit.paging.Page;
import dev.modelyard.servicekit.paging.PageRequest;
import dev.modelyard.servicekit.problem.ProblemException;
import io.quarkus.arc.All;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Datasets and their versions; what a caller must not see is not found. */
@ApplicationScoped
public class DatasetService {
    private static final int MOST_FACTS = 10_000;

    private final DatasetStore datasets;
    private final DatasetVersionStore versions;
    private final List<DatasetUse> uses;
    private final JobService jobs;
    private final DeletionService deletions;
    private final Cache<DatasetId, Facts> facts =
            Caffeine.newBuilder().maximumSize(MOST_FACTS).build();

    DatasetService(
            DatasetStore datasets,
            DatasetVersionStore versions,
            @All List<DatasetUse> uses,
            JobService jobs,
            DeletionService deletions) {
        this.datasets = datasets;
        this.versions = versions;
        this.uses = uses;
        this.jobs = jobs;
        this.deletions = deletions;
    }

    @Transactional
    public Dataset create(OwnerId owner, CreateDataset request) {
        if (ContentFormats.of(request.task()).isEmpty()) {
            throw ProblemException.invalidField("task", "cannot have datasets yet; GET /v1/tasks lists those that can");
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        Dataset dataset = new Dataset(
                DatasetId.fresh(),
                request.name(),
                request.task(),
                request.description(),
                DatasetState.EMPTY,
                Optional.empty(),
                0,
                now,
                now,
                owner);
        datasets.add(dataset);
        return dataset;
    }

    @Transactional
    public Page<Dataset> list(Optional<OwnerId> owner, Optional<Task> task, PageRequest page) {
        return Page.of(
                datasets.list(owner, task, page),
                page,
                dataset -> Criteria.cursor(dataset.createdAt(), dataset.id().value()));
    }

    @Transactional
    public Dataset get(Caller caller, DatasetId id) {
        return visible(caller, datasets.find(id));
    }

    /** What never changes of a dataset, as long as there is one. */
    public record Facts(OwnerId owner, Task task) {}

    /** What never changes of a dataset; it may have been deleted since. */
    public Facts facts(Caller caller, DatasetId id) {
        Facts known = facts.getIfPresent(id);
        if (known == null) {
            Dataset dataset = QuarkusTransaction.joiningExisting().call(() -> get(caller, id));
            known = new Facts(dataset.owner(), dataset.task());
            facts.put(id, known);
        }
        if (!OwnerScope.sees(caller, known.owner())) {
            throw ProblemException.notFound("dataset");
        }
        return known;
    }

    /** Reads a dataset and keeps it from being deleted until the caller's transaction ends. */
    @Transactional(TxType.MANDATORY)
    public Dataset hold(Caller caller, DatasetId id) {
        return visible(caller, datasets.findShared(id));
    }

    /** Keeps datasets from being deleted until the caller's transaction ends; answers which of them there are. */
    @Transactional(TxType.MANDATORY)
    public Set<DatasetId> share(Collection<DatasetId> ids) {
        return datasets.share(ids);
    }

    /** Deletes the dataset with all it ever held; refused while a draft model or a job that has not ended refers to it. */
    @Transactional
    public void delete(Caller caller, DatasetId id) {
        visible(caller, datasets.findLocked(id));
        if (jobs.anyActiveOn(id)) {
            throw new ProblemException(ErrorCode.DATASET_IN_USE, "A job that has not ended refers to this dataset.");
        }
        uses.stream().flatMap(use -> use.of(id).stream()).findFirst().ifPresent(use -> {
            throw new ProblemException(ErrorCode.DATASET_IN_USE, use);
        });
        versions.artifactPrefixes(id).forEach(deletions::delete);
        deletions.delete(StoreLayout.uploads(id));
        datasets.delete(id);
    }

    @Transactional
    public Page<DatasetVersion> versions(Caller caller, DatasetId id, PageRequest page) {
        get(caller, id);
        return Page.of(versions.list(id, page), page, version -> Cursor.of(version.version()));
    }

    @Transactional
    public DatasetVersion version(Caller caller, DatasetId id, int version) {
        get(caller, id);
        return versions.find(id, version).orElseThrow(() -> ProblemException.notFound("dataset version"));
    }

    /**
     * The version a job shall read: that one, or the latest.
     *
     * @throws ProblemException 409 {@code dataset_empty} if there is none yet, 404 if there is none of that number
     */
    @Transactional(TxType.MANDATORY)
    public DatasetVersion versionToUse(Dataset dataset, Optional<Integer> version) {
        int latest = dataset.latestVersion()
                .orElseThrow(() ->
                        new ProblemException(ErrorCode.DATASET_EMPTY, "The dataset has no version with content yet."));
        return versions.find(dataset.id(), version.orElse(latest))
                .orElseThrow(() -> ProblemException.notFound("dataset version"));
    }

    /** A version that a job is pinned to, whoever's it is. */
    @Transactional(TxType.MANDATORY)
    public DatasetVersion pinned(DatasetId id, int version) {
        return versions.find(id, version).orElseThrow(() -> ProblemException.notFound("dataset version"));
    }

    private static Dataset visible(Caller caller, Optional<Dataset> dataset) {
        return dataset.filter(found -> OwnerScope.sees(caller, found.owner()))
                .orElseThrow(() -> ProblemException.notFound("dataset"));
    }
}
