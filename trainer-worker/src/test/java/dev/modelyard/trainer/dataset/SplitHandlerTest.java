package dev.modelyard.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.modelyard.artifactstore.ArtifactReader;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.DatasetRecord;
import dev.modelyard.contracts.artifact.DatasetSummary;
import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.job.ImportSource;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.SplitRule;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.trainer.run.JobHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitHandlerTest {
    @TempDir
    Path folder;

    private Imports imports;
    private JobHandler.Result imported;

    @BeforeEach
    void importTable() throws IOException {
        imports = new Imports(folder);
        StringBuilder csv = new StringBuilder("number,colour,kind\n");
        for (int i = 0; i < 300; i++) {
            csv.append(i)
                    .append(i % 2 == 0 ? ",red," : ",blue,")
                    .append("abc".charAt(i % 3))
                    .append('\n');
        }
        imports.file("all.csv", csv.toString());
        imported = imports.handled(
                Task.TABULAR_CLASSIFICATION, new ImportSource.Folder(imports.root.toString()), List.of(imports.root));
    }

    @Test
    void dividesEveryExampleAnewAndChangesNothingElse() throws IOException {
        DatasetVersion divided = divided(imported.artifact(), new SplitRule(0.7, 0.1, 0.2, 5));

        assertThat(divided.summary().labelCounts())
                .containsEntry(Split.TRAIN, List.of(70, 70, 70))
                .containsEntry(Split.VALIDATION, List.of(10, 10, 10))
                .containsEntry(Split.TEST, List.of(20, 20, 20));
        assertThat(divided.summary().columns())
                .containsExactly(
                        new DatasetSummary.Column("number", List.of()),
                        new DatasetSummary.Column("colour", List.of("blue", "red")));
        assertThat(Imports.records(divided))
                .extracting(DatasetRecord::row)
                .isEqualTo(Imports.records(imports.open(imported)).stream()
                        .map(DatasetRecord::row)
                        .toList());
    }

    @Test
    void leavesUnlabelledExamplesAlone() throws IOException {
        String labelled = "{\"content\":\"a\",\"label\":\"x\"}\n{\"content\":\"b\",\"label\":\"y\"}\n";
        imports.file("texts/train.jsonl", labelled.repeat(10))
                .file("texts/unlabelled.jsonl", "{\"content\":\"c\"}\n".repeat(30));
        imported = imports.handled(
                Task.TEXT_CLASSIFICATION,
                new ImportSource.Folder(imports.root.resolve("texts").toString()),
                List.of(imports.root));

        DatasetVersion divided = divided(imported.artifact(), new SplitRule(0.5, 0.3, 0.2, 5));

        assertThat(divided.summary().counts())
                .isEqualTo(Map.of(Split.TRAIN, 10, Split.VALIDATION, 6, Split.TEST, 4, Split.UNLABELLED, 30));
        assertThat(divided.texts(Split.UNLABELLED).texts()).containsOnly("c").hasSize(30);
    }

    @Test
    void dividesTheSameWayWithTheSameSeedOnly() throws IOException {
        List<DatasetRecord> first = Imports.records(divided(imported.artifact(), new SplitRule(0.8, 0.1, 0.1, 5)));

        assertThat(Imports.records(divided(imported.artifact(), new SplitRule(0.8, 0.1, 0.1, 5))))
                .isEqualTo(first);
        assertThat(Imports.records(divided(imported.artifact(), new SplitRule(0.8, 0.1, 0.1, 6))))
                .isNotEqualTo(first);
    }

    @Test
    void importsDivideByTheSameRule() throws IOException {
        List<DatasetRecord> split = Imports.records(divided(imported.artifact(), new SplitRule(0.8, 0.1, 0.1, 5)));

        DatasetVersion atOnce = new Imports(folder).split(0.8, 0.1, 0.1, 5).of(Task.TABULAR_CLASSIFICATION);

        assertThat(Imports.records(atOnce)).isEqualTo(split);
    }

    @Test
    void saysThatTheVersionIsCorrupt() throws IOException {
        ArtifactReference reference = imported.artifact();
        imports.run.store().put(reference.prefix() + "/records.jsonl", InputStream.nullInputStream());

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> divided(reference, new SplitRule(0.8, 0.1, 0.1, 5)))
                .withMessageContaining("records.jsonl");
    }

    private DatasetVersion divided(ArtifactReference reference, SplitRule rule) throws IOException {
        RecordedRun run = new RecordedRun(folder);
        JobSpec.SplitDataset spec =
                new JobSpec.SplitDataset(new JobSpec.DatasetInput(DatasetId.fresh(), 1, reference), rule);
        JobHandler.Result result = new SplitHandler().handle(spec, Optional.empty(), run);
        new ArtifactReader(run.store(), result.artifact());
        return imports.open(result);
    }
}
