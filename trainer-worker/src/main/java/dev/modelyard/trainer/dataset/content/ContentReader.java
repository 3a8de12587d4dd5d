package dev.modelyard.trainer.dataset.content;

import dev.modelyard.artifactstore.ArtifactWriter;
import dev.modelyard.artifactstore.extraction.ExtractionLimits;
import dev.modelyard.contracts.job.ImportOptions;
import dev.modelyard.contracts.job.ImportSource;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.trainer.run.RunContext;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Reads the content of an import, of whatever form and task. */
public final class ContentReader {
    private final ImportConfig config;
    private final ImportRoots roots;

    public ContentReader(ImportConfig config) throws IOException {
        this.config = config;
        this.roots = ImportRoots.of(config.roots().orElse(List.of()));
    }

    /**
     * Reads and checks everything.
     *
     * @param artifact gets the images
     * @param draft gets the examples
     * @throws dev.modelyard.trainer.run.JobFailedException if anything is wrong with the content
     */
    public ReadContent read(
            Task task,
            ImportSource source,
            ImportOptions options,
            ArtifactWriter artifact,
            Draft draft,
            RunContext context)
            throws IOException {
        Problems problems = new Problems();
        Content content = new ContentOpener(roots, limits(), context).open(source);
        boolean regression = task == Task.TABULAR_REGRESSION;
        Labels labels = regression ? Labels.found() : LabelsFiles.labels(content, options, problems);
        problems.check();
        Reading reading = new Reading(content, options, labels, draft, problems, context);
        ReadContent read =
                switch (task) {
                    case TEXT_CLASSIFICATION -> {
                        new TextContent(reading, TextFields.SINGLE, Verdicts.named(reading)).read();
                        yield new ReadContent(draft, labels, List.of(), Optional.empty());
                    }
                    case TEXT_SIMILARITY -> {
                        Grades grades = new Grades(reading);
                        new TextContent(reading, TextFields.PAIR, grades).read();
                        yield new ReadContent(draft, grades.labels(), List.of(), Optional.empty());
                    }
                    case TEXT_INFERENCE -> {
                        new TextContent(reading, TextFields.PAIR, Verdicts.named(reading)).read();
                        yield new ReadContent(draft, labels, List.of(), Optional.empty());
                    }
                    case IMAGE_CLASSIFICATION -> {
                        new ImageContent(reading, artifact, config).read();
                        yield new ReadContent(draft, labels, List.of(), Optional.empty());
                    }
                    case TABULAR_CLASSIFICATION, TABULAR_REGRESSION -> {
                        TableContent table = new TableContent(reading, regression);
                        table.read();
                        problems.check();
                        yield new ReadContent(draft, labels, table.columns(), Optional.of(table.target()));
                    }
                    case OBJECT_DETECTION, SEMANTIC_SEGMENTATION, INSTANCE_SEGMENTATION, TEXT_GENERATION ->
                        throw Problems.failure("content for " + task.wireName() + " cannot be imported");
                };
        draft.checkSplits(problems);
        problems.check();
        return read;
    }

    private ExtractionLimits limits() {
        long unpacked = config.maxUnpacked().asLongValue();
        return new ExtractionLimits(config.maxEntries(), unpacked, unpacked, config.maxRatio());
    }
}
