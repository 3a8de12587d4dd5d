package dev.modelyard.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.modelyard.contracts.artifact.DatasetRecord;
import dev.modelyard.contracts.artifact.DatasetSummary;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.job.ImportOptions;
import dev.modelyard.contracts.job.ImportSource;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.SplitRule;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.trainer.dataset.content.ImportConfig;
import dev.modelyard.trainer.run.JobFailedException;
import dev.modelyard.trainer.run.JobHandler;
import io.quarkus.runtime.configuration.MemorySize;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Imports content of a test: files written below an import root, or anything else. */
final class Imports {
    final Path root;
    final RecordedRun run;
    private final Path folder;
    private ImportOptions options = ImportOptions.DEFAULT;
    private Optional<SplitRule> rule = Optional.empty();

    Imports(Path folder) throws IOException {
        this.folder = folder;
        this.root = Files.createDirectories(folder.resolve("root"));
        this.run = new RecordedRun(folder);
    }

    Imports file(String name, String content) throws IOException {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    Imports file(String name, byte[] content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, content);
        return this;
    }

    Imports target(String target) {
        options = new ImportOptions(Optional.of(target), options.labels());
        return this;
    }

    Imports labels(String... labels) {
        options = new ImportOptions(options.target(), List.of(labels));
        return this;
    }

    Imports split(double train, double validation, double test, long seed) {
        rule = Optional.of(new SplitRule(train, validation, test, seed));
        return this;
    }

    DatasetVersion of(Task task) throws IOException {
        return of(task, root);
    }

    DatasetVersion of(Task task, Path content) throws IOException {
        return of(task, new ImportSource.Folder(content.toString()), List.of(root));
    }

    DatasetVersion of(Task task, ImportSource source, List<Path> roots) throws IOException {
        return open(handled(task, source, roots));
    }

    DatasetVersion open(JobHandler.Result result) throws IOException {
        DatasetVersion version = DatasetVersion.open(run.store(), result.artifact(), folder.resolve("cache"));
        assertThat(result.summary()).isInstanceOf(DatasetSummary.class).isEqualTo(version.summary());
        return version;
    }

    JobHandler.Result handled(Task task, ImportSource source, List<Path> roots) {
        JobSpec.ImportDataset spec = new JobSpec.ImportDataset(DatasetId.fresh(), task, source, options, rule);
        return new ImportHandler(new Config(roots)).handle(spec, Optional.empty(), run);
    }

    /** The message with which the import fails, having left nothing in the store. */
    String problemOf(Task task) throws IOException {
        return problemOf(task, new ImportSource.Folder(root.toString()), ErrorCode.INVALID_DATA);
    }

    String problemOf(Task task, ImportSource source, ErrorCode code) throws IOException {
        JobFailedException[] failure = new JobFailedException[1];
        assertThatExceptionOfType(JobFailedException.class)
                .isThrownBy(() -> handled(task, source, List.of(root)))
                .satisfies(e -> failure[0] = e);
        assertThat(failure[0].code()).isEqualTo(code);
        assertThat(run.store().list("runs")).isEmpty();
        return String.valueOf(failure[0].getMessage());
    }

    static List<DatasetRecord> records(DatasetVersion version) throws IOException {
        List<DatasetRecord> records = new ArrayList<>();
        version.<IOException>forEach(records::add);
        return records;
    }

    private record Config(List<Path> allowed) implements ImportConfig {
        @Override
        public Optional<List<Path>> roots() {
            return Optional.of(allowed);
        }

        @Override
        public long maxEntries() {
            return 10_000;
        }

        @Override
        public MemorySize maxUnpacked() {
            return new MemorySize(BigInteger.valueOf(256 << 20));
        }

        @Override
        public int maxRatio() {
            return 200;
        }

        @Override
        public MemorySize maxImageSize() {
            return new MemorySize(BigInteger.valueOf(1 << 20));
        }

        @Override
        public long maxPixels() {
            return 1_000_000;
        }
    }
}
