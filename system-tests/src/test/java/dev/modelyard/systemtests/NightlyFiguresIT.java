package dev.modelyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What each recipe must reach on real data, with every one of three seeds. */
class NightlyFiguresIT {
    private static final int[] SEEDS = {1, 2, 3};
    private static final Path SUMMARY = Path.of("target/nightly-summary.md");

    /**
     * @param error whether lower is better
     * @param longest of one training
     */
    private record Figure(String set, String task, String metric, double must, boolean error, Duration longest) {
        static Figure atLeast(String set, String task, double must) {
            return new Figure(set, task, "test_accuracy", must, false, Duration.ofMinutes(20));
        }

        boolean reachedBy(double value) {
            return error ? value <= must : value >= must;
        }
    }

    private static final List<Figure> FIGURES = List.of(
            Figure.atLeast("tab_cls_iris", "tabular-classification", .867),
            Figure.atLeast("tab_cls_wine", "tabular-classification", .914),
            Figure.atLeast("tab_cls_phoneme", "tabular-classification", .88),
            new Figure("tab_reg_autompg", "tabular-regression", "test_mae", 1.90, true, Duration.ofMinutes(20)),
            new Figure("tab_reg_boston", "tabular-regression", "test_mae", 2.25, true, Duration.ofMinutes(20)),
            Figure.atLeast("text_cls_en_trec", "text-classification", .89),
            Figure.atLeast("text_cls_zh_tnews_fewshot", "text-classification", .42),
            Figure.atLeast("text_cls_zh_thucnews", "text-classification", .86),
            new Figure(
                    "img_cls_signdigits", "image-classification", "test_accuracy", .97, false, Duration.ofMinutes(3)),
            new Figure("img_cls_mnist", "image-classification", "test_accuracy", .98, false, Duration.ofMinutes(3)));

    @Test
    @EnabledIfSystemProperty(
            named = "nightly",
            matches = ".*",
            disabledReason = "takes half an hour: ./modelyard test --nightly")
    void areReachedWithEverySeed() throws IOException {
        assumeTrue(
                Files.isDirectory(Installation.data()),
                "the real data sets are not beside this source tree: " + Installation.data());
        Caller caller = Caller.admin(Installation.shared());
        List<String> lines = new ArrayList<>(List.of(
                "| set | metric | must | seed 1 | seed 2 | seed 3 | training s | samples/s |",
                "|---|---|---|---|---|---|---|---|"));
        SoftAssertions all = new SoftAssertions();
        for (Figure figure : FIGURES) {
            lines.add(measure(caller, figure, all));
            Files.createDirectories(SUMMARY.getParent());
            Files.write(SUMMARY, lines);
            System.out.println(lines.getLast());
        }
        System.out.println(String.join("\n", lines));
        all.assertAll();
    }

    private static String measure(Caller caller, Figure figure, SoftAssertions all) {
        String dataset = caller.datasetFrom(figure.task(), Installation.data().resolve(figure.set()));
        StringBuilder line =
                new StringBuilder("| %s | %s | %s |".formatted(figure.set(), figure.metric(), figure.must()));
        List<String> times = new ArrayList<>();
        List<String> rates = new ArrayList<>();
        for (int seed : SEEDS) {
            String id = caller.submitTraining(caller.model(figure.task()), dataset, Map.of("seed", seed));
            JsonNode job = caller.ended(id, Duration.ofMinutes(30));
            double reached = job.path("metrics").path(figure.metric()).asDouble(Double.NaN);
            Duration took = Duration.between(time(job, "started_at"), time(job, "ended_at"));
            line.append(String.format(Locale.ROOT, " %.4f |", reached));
            times.add(String.valueOf(took.toSeconds()));
            rates.add(String.valueOf(
                    Math.round(job.path("progress").path("samples_per_second").asDouble())));
            all.assertThat(figure.reachedBy(reached))
                    .as("%s, seed %d: %s is %s, state %s", figure.set(), seed, figure.metric(), reached, job)
                    .isTrue();
            all.assertThat(took)
                    .as("%s, seed %d: training time", figure.set(), seed)
                    .isLessThan(figure.longest());
        }
        return line + " " + String.join(" ", times) + " | " + String.join(" ", rates) + " |";
    }

    private static Instant time(JsonNode job, String field) {
        assertThat(job.path(field).asText()).as(field).isNotEmpty();
        return Instant.parse(job.path(field).asText());
    }
}
