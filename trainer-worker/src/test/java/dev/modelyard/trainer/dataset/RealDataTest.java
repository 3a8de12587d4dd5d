package dev.modelyard.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.modelyard.contracts.artifact.DatasetSummary;
import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.job.ImportSource;
import dev.modelyard.contracts.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Imports the real sets beside the repository; the numbers are those of their READMEs. */
class RealDataTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "img_cls_mnist, image-classification, 10, 0, 3000, 500, 1000",
        "img_cls_signdigits, image-classification, 10, 0, 1450, 200, 412",
        "tab_cls_iris, tabular-classification, 3, 4, 105, 15, 30",
        "tab_cls_wine, tabular-classification, 3, 13, 125, 18, 35",
        "tab_cls_phoneme, tabular-classification, 2, 5, 3783, 540, 1081",
        "tab_reg_autompg, tabular-regression, 0, 6, 274, 39, 79",
        "tab_reg_boston, tabular-regression, 0, 13, 354, 51, 101",
        "text_cls_en_trec, text-classification, 6, 0, 4874, 497, 500",
        "text_cls_zh_thucnews, text-classification, 10, 0, 8985, 1000, 10000",
        "text_cls_zh_tnews_fewshot, text-classification, 15, 0, 1185, 1098, 2010"
    })
    void importsARealSetWhole(String set, String task, int labels, int columns, int train, int validation, int test)
            throws IOException {
        Path data = Path.of(System.getProperty("modelyard.root"), "..", "shared", "data", set)
                .normalize();
        assumeTrue(Files.isDirectory(data), () -> "the real set " + set + " is not beside the repository");
        Imports imports = new Imports(folder);

        DatasetVersion version =
                imports.of(Task.of(task), new ImportSource.Folder(data.toString()), List.of(data.getParent()));

        DatasetSummary summary = version.summary();
        assertThat(summary.labels()).hasSize(labels);
        assertThat(summary.columns()).hasSize(columns).allMatch(column -> column.categories()
                .isEmpty());
        assertThat(summary.count(Split.TRAIN)).isEqualTo(train);
        assertThat(summary.count(Split.VALIDATION)).isEqualTo(validation);
        assertThat(summary.count(Split.TEST)).isEqualTo(test);
        assertThat(summary.total()).isEqualTo(Imports.records(version).size());
    }
}
