package dev.modelyard.trainer.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.modelyard.contracts.artifact.Evaluation;
import dev.modelyard.contracts.artifact.ModelFiles;
import dev.modelyard.contracts.artifact.ServingPrecision;
import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.job.TrainingParameters;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.modellibrary.prediction.Classification;
import dev.modelyard.modellibrary.prediction.Regression;
import dev.modelyard.modellibrary.prediction.ServableModel;
import dev.modelyard.modellibrary.prediction.SessionSettings;
import dev.modelyard.modellibrary.preprocessing.EncoderTokens;
import dev.modelyard.modellibrary.preprocessing.Preprocessing;
import dev.modelyard.modellibrary.sample.PairSample;
import dev.modelyard.modellibrary.sample.Sample;
import dev.modelyard.modellibrary.sample.TextSample;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.ParameterSpec;
import dev.modelyard.networks.preset.NetworkRequest;
import dev.modelyard.networks.pretrained.Backbone;
import dev.modelyard.networks.pretrained.Backbones;
import dev.modelyard.networks.pretrained.EncoderNetwork;
import dev.modelyard.networks.safetensors.SafetensorsFile;
import dev.modelyard.networks.weights.Weights;
import dev.modelyard.trainer.run.Interruption;
import dev.modelyard.trainer.run.JobFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tiny encoder of random weights learns what words alone tell, and is served as it was trained. */
class EncoderLearningTest {
    private static final List<String> SUN = List.of("今天天气真好", "明天天气很好", "太阳很大", "天气不好");
    private static final List<String> GOAL = List.of("他进了一球", "比赛很好看", "我们的球队", "足球比赛");
    private static final String PARAMETERS = "{\"seed\": 3, \"max_epochs\": 30, \"learning_rate\": 0.002}";

    @TempDir
    Path folder;

    private Backbones backbones = new Backbones(Optional.empty());

    @BeforeEach
    void find() {
        backbones = new Backbones(Optional.of(SharedData.backbones()));
    }

    @Test
    void learnsClassesOfTexts() throws IOException {
        DatasetBuilder texts = DatasetBuilder.texts(List.of("weather", "sport"));
        for (int i = 0; i < 40; i++) {
            Split split = i < 32 ? Split.TRAIN : Split.VALIDATION;
            texts.text(split, SUN.get(i % 4) + i, 0).text(split, GOAL.get(i % 4) + i, 1);
        }

        Trained trained = trained(texts, Task.TEXT_CLASSIFICATION);

        assertThat(trained.metric("val_accuracy")).isGreaterThan(0.9);
        Evaluation evaluation =
                Json.read(Files.readAllBytes(trained.files().resolve(ModelFiles.EVALUATION)), Evaluation.class);
        assertThat(evaluation.test()).isEmpty();
        Evaluation.Classes classes = evaluation.validation().orElseThrow();
        assertThat(classes.accuracy()).isEqualTo(trained.metric("val_accuracy"));
        assertThat(classes.classes())
                .extracting(Evaluation.ClassFigures::label, Evaluation.ClassFigures::examples)
                .containsExactly(tuple("weather", 8L), tuple("sport", 8L));
        assertThat(classes.confusion().getFirst().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(8);
        SessionSettings oneThread = new SessionSettings(1);
        try (ServableModel model = ServableModel.load(trained.files(), ServingPrecision.INT8, oneThread)) {
            assertThat(label(model, new TextSample("天气真好"))).isEqualTo("weather");
            assertThat(label(model, new TextSample("球队进球"))).isEqualTo("sport");
        }
        try (ServableModel model = ServableModel.load(trained.files(), oneThread)) {
            assertThat(label(model, new TextSample("天气真好"))).isEqualTo("weather");
            assertThat(label(model, new TextSample("球队进球"))).isEqualTo("sport");
            // Padding beside a longer text changes nothing.
            List<Sample> both = List.of(new TextSample("天气"), new TextSample("比赛".repeat(200)));
            Classification alone = (Classification)
                    model.run(List.of(model.prepare(both.getFirst()))).getFirst();
            Classification beside = (Classification)
                    model.run(both.stream().map(model::prepare).toList()).getFirst();
            assertThat(beside.probability()).isCloseTo(alone.probability(), within(1e-5));
        }
    }

    @Test
    void learnsGradesOfPairs() throws IOException {
        DatasetBuilder pairs = new DatasetBuilder(Task.TEXT_SIMILARITY, List.of(), List.of());
        for (int i = 0; i < 48; i++) {
            Split split = i < 40 ? Split.TRAIN : Split.VALIDATION;
            pairs.graded(split, SUN.get(i % 4), SUN.get((i + 1) % 4) + i, 4.5);
            pairs.graded(split, SUN.get(i % 4), GOAL.get(i % 3) + i, 0.5);
        }

        Trained trained = trained(pairs, Task.TEXT_SIMILARITY);

        assertThat(trained.metric("val_pearson")).isGreaterThan(0.9);
        try (ServableModel model = ServableModel.load(trained.files(), new SessionSettings(1))) {
            assertThat(grade(model, new PairSample("天气很好", "太阳很大")))
                    .isGreaterThan(grade(model, new PairSample("天气很好", "足球比赛")));
        }
    }

    @Test
    void labelsTextsItselfAndLearnsFromThemToo() throws IOException {
        DatasetBuilder texts = DatasetBuilder.texts(List.of("weather", "sport"));
        for (int i = 0; i < 40; i++) {
            Split split = i < 32 ? Split.TRAIN : Split.VALIDATION;
            texts.text(split, SUN.get(i % 4) + i, 0).text(split, GOAL.get(i % 4) + i, 1);
            texts.unlabelled(SUN.get(i % 4) + (100 + i)).unlabelled(GOAL.get(i % 4) + (100 + i));
        }

        Trained trained = Trained.on(
                texts,
                Task.TEXT_CLASSIFICATION,
                "tiny-bert",
                backbones,
                Json.read(
                        PARAMETERS.replace("}", ", \"few_shot\": {\"self_training\": true}}"),
                        TrainingParameters.class),
                folder,
                _ -> Interruption.NONE);

        assertThat(trained.context().log)
                .anyMatch(line -> line.matches("self-training: [1-9]\\d* of 80 unlabelled .*"))
                .anyMatch(line -> line.startsWith("student: epoch 1/30"))
                .anyMatch(line -> line.startsWith("kept the "));
        assertThat(trained.metric("val_accuracy")).isGreaterThan(0.9);
    }

    @Test
    void frozenLayersAndWordsStayAsTheyAre() throws IOException {
        DatasetBuilder texts = DatasetBuilder.texts(List.of("weather", "sport"));
        for (int i = 0; i < 8; i++) {
            texts.text(Split.TRAIN, SUN.get(i % 4) + i, 0).text(Split.TRAIN, GOAL.get(i % 4) + i, 1);
        }
        String parameters = "{\"seed\": 3, \"max_epochs\": 2, \"freeze_layers\": 1, \"max_tokens\": 8}";

        Trained trained = Trained.on(
                texts,
                Task.TEXT_CLASSIFICATION,
                "tiny-bert",
                backbones,
                Json.read(parameters, TrainingParameters.class),
                folder,
                _ -> Interruption.NONE);

        Backbone backbone = backbones.find("tiny-bert").orElseThrow();
        Network network = EncoderNetwork.build(backbone.config(), new NetworkRequest.Target.Classes(2));
        Weights before = backbone.weights(network, 3);
        try (SafetensorsFile after = SafetensorsFile.open(trained.files().resolve(ModelFiles.WEIGHTS))) {
            for (ParameterSpec parameter : network.parameters()) {
                boolean frozen = parameter.name().startsWith("embeddings.")
                        || parameter.name().startsWith(EncoderNetwork.layer(0) + ".");
                float[] values = after.tensor(parameter.name()).toFloats();
                float[] first = before.get(parameter.name()).toFloats();
                // What keys have in common changes no attention, so its gradient is nothing but rounding.
                if (!parameter.name().endsWith("key.bias")) {
                    assertThat(Arrays.equals(values, first))
                            .as(parameter.name())
                            .isEqualTo(frozen);
                }
            }
        }
        assertThat(Preprocessing.read(trained.files())).isEqualTo(new EncoderTokens(false, 8));
    }

    @Test
    void saysWhichNetworkCannotBeUsedAndWhy() throws IOException {
        Files.writeString(
                Files.createDirectory(folder.resolve("strange")).resolve("config.json"), "{\"model_type\": \"gpt2\"}");
        backbones = new Backbones(Optional.of(folder));
        DatasetBuilder texts = DatasetBuilder.texts(List.of("a", "b"))
                .text(Split.TRAIN, "a", 0)
                .text(Split.TRAIN, "b", 1);

        assertThatExceptionOfType(JobFailedException.class)
                .isThrownBy(() -> Trained.on(
                        texts,
                        Task.TEXT_CLASSIFICATION,
                        "strange",
                        backbones,
                        TrainingParameters.recipe(1),
                        folder,
                        _ -> Interruption.NONE))
                .withMessageStartingWith("the network 'strange' cannot be used: model_type 'gpt2' is none of")
                .extracting(JobFailedException::code)
                .isEqualTo(ErrorCode.UNKNOWN_NETWORK);
    }

    private Trained trained(DatasetBuilder dataset, Task task) throws IOException {
        return Trained.on(
                dataset,
                task,
                "tiny-bert",
                backbones,
                Json.read(PARAMETERS, TrainingParameters.class),
                folder,
                _ -> Interruption.NONE);
    }

    private static String label(ServableModel model, Sample sample) {
        return ((Classification) model.run(List.of(model.prepare(sample))).getFirst()).label();
    }

    private static double grade(ServableModel model, Sample sample) {
        return ((Regression) model.run(List.of(model.prepare(sample))).getFirst()).value();
    }
}
