package dev.modelyard.api.dataset;

import dev.modelyard.api.artifact.UploadService;
import dev.modelyard.api.job.Job;
import dev.modelyard.api.job.JobIntake;
import dev.modelyard.api.job.JobRequest;
import dev.modelyard.api.job.JobSubject;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.job.ImportOptions;
import dev.modelyard.contracts.job.ImportSource;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.SplitRule;
import dev.modelyard.servicekit.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Submits the jobs that make versions of datasets. */
@ApplicationScoped
public class ImportService {
    private final DatasetService datasets;
    private final DatasetWork work;
    private final DatasetStore store;
    private final JobIntake jobs;
    private final UploadService uploads;
    private final ImportRoots roots;

    ImportService(
            DatasetService datasets,
            DatasetWork work,
            DatasetStore store,
            JobIntake jobs,
            UploadService uploads,
            DatasetConfig config) {
        this.datasets = datasets;
        this.work = work;
        this.store = store;
        this.jobs = jobs;
        this.uploads = uploads;
        this.roots = new ImportRoots(config.importRoots().orElse(List.of()));
    }

    /** Imports a folder or file below an import root. */
    public Job importFolder(Caller caller, DatasetId id, ImportFolder request) {
        DatasetService.Facts dataset = datasets.facts(caller, id);
        ImportOptions options = ImportOptionRules.check(
                dataset.task(), request.target(), request.labels().orElse(List.of()));
        Optional<SplitRule> split = request.split().map(shares -> shares.rule("split"));
        String path = roots.resolve(request.path()).toString();
        JobSpec spec = new JobSpec.ImportDataset(id, dataset.task(), new ImportSource.Folder(path), options, split);
        return jobs.submit(work, dataset.owner(), JobRequest.of(spec, JobSubject.of(id)));
    }

    /** Imports what has been uploaded; the upload stays until the job has ended. */
    @Transactional
    Job importUpload(Caller caller, ReceivedContent content) {
        Dataset dataset = datasets.hold(caller, content.dataset());
        String key = content.source().key();
        uploads.keep(dataset.owner(), key, content.bytes());
        JobSpec spec = new JobSpec.ImportDataset(
                dataset.id(), dataset.task(), content.source(), content.options(), content.split());
        Job job = jobs.submit(work, dataset.owner(), JobRequest.of(spec, JobSubject.of(dataset.id())));
        store.uploaded(job.id(), key);
        return job;
    }

    /** Divides the examples of a version anew, as a new version. */
    @Transactional
    public Job split(Caller caller, DatasetId id, SplitVersion request) {
        Dataset dataset = datasets.hold(caller, id);
        SplitRule rule = request.rule();
        DatasetVersion version = datasets.versionToUse(dataset, request.version());
        JobSpec spec = new JobSpec.SplitDataset(version.input(), rule);
        return jobs.submit(work, dataset.owner(), JobRequest.of(spec, JobSubject.of(id, version.version())));
    }
}
