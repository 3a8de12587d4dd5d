package dev.modelyard.trainer.dataset;

import dev.modelyard.artifactstore.ArtifactWriter;
import dev.modelyard.contracts.artifact.DatasetFiles;
import dev.modelyard.contracts.artifact.DatasetRecord;
import dev.modelyard.contracts.artifact.DatasetSummary;
import dev.modelyard.contracts.artifact.Manifest;
import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.artifact.StoreLayout;
import dev.modelyard.contracts.job.CheckpointReference;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.trainer.dataset.content.Steps;
import dev.modelyard.trainer.run.JobHandler;
import dev.modelyard.trainer.run.RunContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Divides all labelled examples of a dataset version anew, into a new version. */
@ApplicationScoped
public class SplitHandler implements JobHandler<JobSpec.SplitDataset> {
    @Override
    public Class<JobSpec.SplitDataset> specification() {
        return JobSpec.SplitDataset.class;
    }

    @Override
    public Result handle(JobSpec.SplitDataset spec, Optional<CheckpointReference> resume, RunContext context) {
        try {
            DatasetVersion source =
                    DatasetVersion.open(context.store(), spec.dataset().artifact(), context.scratch());
            return divided(source, spec, context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Result divided(DatasetVersion source, JobSpec.SplitDataset spec, RunContext context)
            throws IOException {
        DatasetSummary summary = source.summary();
        ArtifactWriter artifact = new ArtifactWriter(context.store(), StoreLayout.artifact(context.run()));
        List<Manifest.Entry> files = source.artifact().files().stream()
                .filter(entry -> entry.path().startsWith(DatasetFiles.FILES + "/"))
                .toList();
        Steps steps = new Steps(context, "saving", summary.total() + (long) files.size());
        for (Manifest.Entry file : files) {
            artifact.addFrom(source.artifact(), file.path());
            steps.advance(1);
        }
        Division division = division(source, spec);
        int[] index = {0};
        try (VersionWriter version = new VersionWriter(artifact, summary.labels(), context.scratch())) {
            source.<IOException>forEach(example -> {
                version.add(new DatasetRecord(
                        division.split(index[0]++),
                        example.label(),
                        example.text(),
                        example.textPair(),
                        example.file(),
                        example.row(),
                        example.target()));
                steps.advance(1);
            });
            return version.complete(summary.task(), summary.columns(), summary.target());
        }
    }

    private static Division division(DatasetVersion source, JobSpec.SplitDataset spec) throws IOException {
        int[] labels = new int[source.summary().total()];
        int[] index = {0};
        source.<IOException>forEach(example -> labels[index[0]++] = example.split() == Split.UNLABELLED
                ? Division.UNLABELLED
                : example.label().orElse(0));
        return Division.by(
                spec.split(), labels.length, source.summary().labels().size(), i -> labels[i]);
    }
}
