package dev.modelyard.trainer.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.job.ContentFormat;
import dev.modelyard.contracts.job.ImportSource;
import dev.modelyard.contracts.task.Task;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveImportTest {
    private static final ImportSource UPLOAD = new ImportSource.Upload("uploads/1", "my set.zip", ContentFormat.ZIP);

    @TempDir
    Path folder;

    private Imports imports;

    @BeforeEach
    void prepare() throws IOException {
        imports = new Imports(folder);
    }

    @Test
    void readsAFolderThatIsWrappedInAnother() throws IOException {
        upload(Map.of(
                "my set/train.jsonl", "{\"text\":\"a\",\"label\":\"x\"}\n{\"text\":\"b\",\"label\":\"y\"}\n",
                "my set/val.csv", "text,label\nc,x\n",
                "__MACOSX/my set/._train.jsonl", "clutter"));

        DatasetVersion version = imports.of(Task.TEXT_CLASSIFICATION, UPLOAD, List.of());

        assertThat(version.texts(Split.TRAIN).texts()).containsExactly("a", "b");
        assertThat(version.texts(Split.VALIDATION).texts()).containsExactly("c");
    }

    @Test
    void refusesAnArchiveThatEscapesExplodesOrIsNone() throws IOException {
        upload(Map.of("train.csv", "a,y\n1,2\n", "../../evil", "x"));
        assertThat(problem()).isEqualTo("my set.zip: entry \"../../evil\" leads out of the archive's folder");

        upload(Map.of("train.csv", "a,y\n1,2\n", "bomb.csv", "0".repeat(100 << 20)));
        assertThat(problem()).startsWith("my set.zip: entry \"bomb.csv\"").contains("like an archive bomb");

        imports.run.store().put("uploads/1", new ByteArrayInputStream("a,y\n1,2\n".getBytes(UTF_8)));
        assertThat(problem()).startsWith("my set.zip: not a zip archive that can be read");

        upload(Map.of());
        assertThat(problem()).contains("the content has no train.csv");
        assertThat(folder.resolve("evil")).doesNotExist();
    }

    @Test
    void saysThatAnUploadIsGone() throws IOException {
        assertThat(problem()).isEqualTo("my set.zip: the uploaded file is not there any more");
    }

    private String problem() throws IOException {
        Imports fresh = new Imports(folder.resolve("fresh" + System.nanoTime()));
        if (imports.run.store().size("uploads/1").isPresent()) {
            fresh.run.store().put("uploads/1", imports.run.store().open("uploads/1"));
        }
        return fresh.problemOf(Task.TABULAR_REGRESSION, UPLOAD, ErrorCode.INVALID_DATA);
    }

    private void upload(Map<String, String> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(UTF_8));
            }
        }
        imports.run.store().put("uploads/1", new ByteArrayInputStream(bytes.toByteArray()));
    }
}
