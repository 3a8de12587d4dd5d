package dev.modelyard.modellibrary.untrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modelyard.contracts.artifact.ServingPrecision;
import dev.modelyard.contracts.artifact.UntrainedModel;
import dev.modelyard.contracts.artifact.UntrainedModel.LabelledRows;
import dev.modelyard.contracts.artifact.UntrainedModel.Pictures;
import dev.modelyard.contracts.artifact.UntrainedModel.ValuedRows;
import dev.modelyard.modellibrary.prediction.Classification;
import dev.modelyard.modellibrary.prediction.Prediction;
import dev.modelyard.modellibrary.prediction.Regression;
import dev.modelyard.modellibrary.prediction.ServableModel;
import dev.modelyard.modellibrary.prediction.SessionSettings;
import dev.modelyard.modellibrary.sample.Cell;
import dev.modelyard.modellibrary.sample.ImageSample;
import dev.modelyard.modellibrary.sample.RowSample;
import dev.modelyard.modellibrary.sample.Sample;
import dev.modelyard.networks.preset.NetworkCatalog;
import dev.modelyard.networks.preset.Preset;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UntrainedFilesTest {
    private static final List<String> COLUMNS = List.of("height", "weight");
    private static final List<Sample> ROWS = List.of(row(0.3, -1.2), row(2, 0.5), row(-40, 1000));

    @TempDir
    Path folder;

    static Stream<UntrainedModel> everyNetworkForEveryKindOfData() {
        return Stream.of(
                        new Pictures(32, List.of("cat", "dog")),
                        new LabelledRows(COLUMNS, List.of("slow", "fast", "neither")),
                        new ValuedRows(COLUMNS))
                .flatMap(data -> NetworkCatalog.standard().forTask(data.task().wireName()).stream()
                        .map(Preset::name)
                        .map(network -> new UntrainedModel(network, 42, data)));
    }

    @ParameterizedTest
    @MethodSource("everyNetworkForEveryKindOfData")
    void anUntrainedModelIsLoadedAndAnswers(UntrainedModel untrained) throws IOException {
        UntrainedFiles.write(untrained, folder);

        try (ServableModel model = ServableModel.load(folder, new SessionSettings(1))) {
            assertThat(model.summary().task()).isEqualTo(untrained.data().task());
            assertThat(model.summary().network()).isEqualTo(untrained.network());
            assertThat(model.summary().labels()).isEqualTo(untrained.data().labels());
            assertThat(model.summary().parameters()).isPositive();
            assertThat(model.summary().epochs()).isZero();
            assertThat(model.summary().lineage()).isEmpty();
            assertThat(ServableModel.estimate(folder, ServingPrecision.FP32))
                    .isGreaterThan(4 * model.summary().parameters());
        }
        assertThat(answers(untrained, samples(untrained.data()), folder)).allSatisfy(answer -> {
            switch (answer) {
                case Classification classes -> {
                    assertThat(classes.candidates())
                            .extracting(Classification.Candidate::label)
                            .containsExactlyInAnyOrderElementsOf(
                                    untrained.data().labels());
                    assertThat(classes.candidates().stream()
                                    .mapToDouble(Classification.Candidate::probability)
                                    .sum())
                            .isBetween(0.9999, 1.0001);
                }
                case Regression value -> assertThat(value.value()).isFinite();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("everyNetworkForEveryKindOfData")
    void theSameNetworkAndSeedAnswerAlikeToTheBitAndAnotherSeedDoesNot(UntrainedModel untrained) throws IOException {
        List<Sample> samples = samples(untrained.data());

        List<Prediction> first = answers(untrained, samples, made("first"));
        List<Prediction> again = answers(untrained, samples, made("again"));
        List<Prediction> other =
                answers(new UntrainedModel(untrained.network(), 43, untrained.data()), samples, made("other"));

        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
        assertThat(bytes("again")).isEqualTo(bytes("first"));
    }

    @Test
    void aMissingValueIsTakenForTheMiddle() throws IOException {
        UntrainedModel untrained = new UntrainedModel("tabular-mlp-ensemble", 7, new ValuedRows(COLUMNS));
        Sample gap = new RowSample.Named(Map.of("height", new Cell.Numeric(0.3), "weight", Cell.MISSING));

        List<Prediction> answers = answers(untrained, List.of(gap, row(0.3, 0)), folder);

        assertThat(answers.getFirst()).isEqualTo(answers.getLast());
    }

    @Test
    void aNetworkThatThisBuildCannotMakeIsNamed() {
        assertThatThrownBy(() -> UntrainedFiles.write(new UntrainedModel("nonet", 1, new ValuedRows(COLUMNS)), folder))
                .isInstanceOf(UnknownNetworkException.class)
                .hasMessageContaining("nonet");
        assertThatThrownBy(
                        () -> UntrainedFiles.write(new UntrainedModel("resnet18", 1, new ValuedRows(COLUMNS)), folder))
                .isInstanceOf(UnknownNetworkException.class)
                .hasMessageContaining("resnet18");
    }

    private Path made(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    private Map<String, String> bytes(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.collect(Collectors.toMap(file -> file.getFileName().toString(), UntrainedFilesTest::latin));
        }
    }

    private static String latin(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Prediction> answers(UntrainedModel untrained, List<Sample> samples, Path folder)
            throws IOException {
        UntrainedFiles.write(untrained, folder);
        try (ServableModel model = ServableModel.load(folder, new SessionSettings(1))) {
            return model.run(samples.stream().map(model::prepare).toList());
        }
    }

    private static List<Sample> samples(UntrainedModel.Data data) throws IOException {
        return data instanceof Pictures ? List.of(picture(0x4080c0), picture(0xf01020)) : ROWS;
    }

    private static Sample row(double height, double weight) {
        return new RowSample.Positional(List.of(new Cell.Numeric(height), new Cell.Numeric(weight)));
    }

    private static Sample picture(int colour) throws IOException {
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                image.setRGB(x, y, colour ^ (x * y));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return new ImageSample(bytes.toByteArray());
    }
}
