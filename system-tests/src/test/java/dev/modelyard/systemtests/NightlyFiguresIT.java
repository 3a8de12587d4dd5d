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
     */
    private record Figure(String set, String task, String metric, double must, boolean error) {
        static Figure accuracy(String set, String task, double must) {
            return new Figure(set, task, "test_accuracy", must, false);
        }

        static Figure error(String set, double must) {
            return new Figure(set, "tabular-regression", "test_mae", must, true);
        }

        boolean reachedBy(double value) {
            return error ? value <= must : value >= must;
        }
    }

    private static final List<Figure> FIGURES = List.of(
            Figure.accuracy("tab_cls_iris", "tabular-classification", .867),
            Figure.accuracy("tab_cls_wine", "tabular-classification", .914),
            Figure.accuracy("tab_cls_phoneme", "tabular-classification", .88),
            Figure.error("tab_reg_autompg", 1.90),
            Figure.error("tab_reg_boston", 2.25),
            Figure.accuracy("text_cls_en_trec", "text-classification", .89),
            Figure.accuracy("text_cls_zh_tnews_fewshot", "text-classification", .42),
            Figure.accuracy("text_cls_zh_thucnews", "text-classification", .86),
            Figure.accuracy("text_sim_zh_bustm_fewshot", "text-similarity", .63),
            Figure.accuracy("text_sim_zh_lcqmc", "text-similarity", .775),
            Figure.accuracy("text_nli_zh_ocnli", "text-inference", .495),
            Figure.accuracy("img_cls_signdigits", "image-classification", .97),
            Figure.accuracy("img_cls_mnist", "image-classification", .98));

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
        }
        return line + " " + String.join(" ", times) + " | " + String.join(" ", rates) + " |";
    }

    private static Instant time(JsonNode job, String field) {
        assertThat(job.path(field).asText()).as(field).isNotEmpty();
        return Instant.parse(job.path(field).asText());
    }
}
