package dev.modelyard.api.dataset;

import dev.modelyard.api.artifact.DeletionService;
import dev.modelyard.api.job.Job;
import dev.modelyard.api.job.JobRequest;
import dev.modelyard.api.job.JobService;
import dev.modelyard.api.job.JobSubject;
import dev.modelyard.api.storage.StorageService;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.job.ImportOptions;
import dev.modelyard.contracts.job.ImportSource;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.SplitRule;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Submits the jobs that make versions of datasets. */
@ApplicationScoped
public class ImportService {
    private final DatasetService datasets;
    private final DatasetStore store;
    private final JobService jobs;
    private final DeletionService deletions;
    private final StorageService storage;
    private final ImportRoots roots;

    ImportService(
            DatasetService datasets,
            DatasetStore store,
            JobService jobs,
            DeletionService deletions,
            StorageService storage,
            DatasetConfig config) {
        this.datasets = datasets;
        this.store = store;
        this.jobs = jobs;
        this.deletions = deletions;
        this.storage = storage;
        this.roots = new ImportRoots(config.importRoots().orElse(List.of()));
    }

    /** Imports a folder or file below an import root. */
    @Transactional
    public Job importFolder(Caller caller, DatasetId id, ImportFolder request) {
        Dataset dataset = datasets.hold(caller, id);
        ImportOptions options = ImportOptionRules.check(
                dataset.task(), request.target(), request.labels().orElse(List.of()));
        Optional<SplitRule> split = request.split().map(shares -> shares.rule("split"));
        String path = roots.resolve(request.path()).toString();
        return submitImport(dataset, new ImportSource.Folder(path), options, split, Optional.empty());
    }

    /** Imports what has been uploaded; the upload stays until the job has ended. */
    @Transactional
    Job importUpload(Caller caller, ReceivedContent content) {
        Dataset dataset = datasets.hold(caller, content.dataset());
        String key = content.source().key();
        if (!deletions.keep(key)) {
            throw new ProblemException(ErrorCode.DEADLINE_EXCEEDED, "The upload took too long.");
        }
        storage.settle(dataset.owner(), key, content.bytes());
        return submitImport(dataset, content.source(), content.options(), content.split(), Optional.of(key));
    }

    /** Divides the examples of a version anew, as a new version. */
    @Transactional
    public Job split(Caller caller, DatasetId id, SplitVersion request) {
        Dataset dataset = datasets.hold(caller, id);
        SplitRule rule = request.rule();
        DatasetVersion version = datasets.versionToUse(dataset, request.version());
        JobSpec spec = new JobSpec.SplitDataset(version.input(), rule);
        return submit(dataset, JobRequest.of(spec, JobSubject.of(id, version.version())), Optional.empty());
    }

    private Job submitImport(
            Dataset dataset,
            ImportSource source,
            ImportOptions options,
            Optional<SplitRule> split,
            Optional<String> uploadKey) {
        JobSpec spec = new JobSpec.ImportDataset(dataset.id(), dataset.task(), source, options, split);
        return submit(dataset, JobRequest.of(spec, JobSubject.of(dataset.id())), uploadKey);
    }

    private Job submit(Dataset dataset, JobRequest request, Optional<String> uploadKey) {
        Job job = jobs.submit(dataset.owner(), request);
        store.begin(job.id(), dataset.id(), uploadKey);
        return job;
    }
}
