package dev.modelyard.trainer.dataset;

import dev.modelyard.artifactstore.ArtifactWriter;
import dev.modelyard.contracts.artifact.DatasetRecord;
import dev.modelyard.contracts.artifact.DatasetSummary;
import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.artifact.StoreLayout;
import dev.modelyard.contracts.job.CheckpointReference;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.trainer.dataset.content.ContentReader;
import dev.modelyard.trainer.dataset.content.Draft;
import dev.modelyard.trainer.dataset.content.Example;
import dev.modelyard.trainer.dataset.content.ImportConfig;
import dev.modelyard.trainer.dataset.content.ReadContent;
import dev.modelyard.trainer.dataset.content.Steps;
import dev.modelyard.trainer.run.InterruptedRunException;
import dev.modelyard.trainer.run.JobFailedException;
import dev.modelyard.trainer.run.JobHandler;
import dev.modelyard.trainer.run.RunContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Checks content and makes a dataset version of it. */
@ApplicationScoped
public class ImportHandler implements JobHandler<JobSpec.ImportDataset> {
    private final ImportConfig config;

    public ImportHandler(ImportConfig config) {
        this.config = config;
    }

    @Override
    public Class<JobSpec.ImportDataset> specification() {
        return JobSpec.ImportDataset.class;
    }

    @Override
    public Result handle(JobSpec.ImportDataset spec, Optional<CheckpointReference> resume, RunContext context) {
        String prefix = StoreLayout.artifact(context.run());
        try {
            return imported(spec, new ArtifactWriter(context.store(), prefix), context);
        } catch (JobFailedException | InterruptedRunException e) {
            discard(prefix, context, e);
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Images may be in the store already when something turns out to be wrong. */
    private static void discard(String prefix, RunContext context, RuntimeException reason) {
        try {
            context.store().deleteAll(prefix);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    private Result imported(JobSpec.ImportDataset spec, ArtifactWriter artifact, RunContext context)
            throws IOException {
        try (Draft draft = new Draft(context.scratch().resolve("examples.jsonl"))) {
            ReadContent content = new ContentReader(config)
                    .read(spec.task(), spec.source(), spec.options(), artifact, draft, context);
            List<String> labels = content.labels().ordered();
            int[] ids = content.labels().finalIds();
            Division division = division(spec, draft, ids);
            Steps steps = new Steps(context, "saving", draft.size());
            try (VersionWriter version = new VersionWriter(artifact, labels, context.scratch())) {
                draft.forEach((index, example) -> {
                    Optional<Integer> label = labels.isEmpty() || draft.unlabelled(index)
                            ? Optional.empty()
                            : Optional.of(ids[draft.label(index)]);
                    version.add(record(example, division.split(index), label, content.columns()));
                    steps.advance(1);
                });
                Result result = version.complete(spec.task(), content.columns(), content.target());
                context.log("Imported " + draft.size() + " examples");
                return result;
            }
        }
    }

    private static Division division(JobSpec.ImportDataset spec, Draft draft, int[] ids) {
        if (draft.divided() || spec.split().isEmpty()) {
            return Division.of(draft.size(), index -> draft.split(index).orElse(Split.TRAIN));
        }
        // By the final ids: the same examples give the same division in whatever order their labels were found.
        return Division.by(spec.split().get(), draft.size(), ids.length, index -> {
            if (draft.unlabelled(index)) {
                return Division.UNLABELLED;
            }
            return ids.length == 0 ? 0 : ids[draft.label(index)];
        });
    }

    private static DatasetRecord record(
            Example example, Split split, Optional<Integer> label, List<DatasetSummary.Column> columns) {
        Optional<List<Double>> row =
                columns.isEmpty() ? Optional.empty() : Optional.of(Cells.values(example.cells(), columns));
        // Where there are labels a number was one of them.
        Optional<Double> target = label.isPresent() ? Optional.empty() : example.target();
        return new DatasetRecord(split, label, example.text(), example.textPair(), example.file(), row, target);
    }
}
