package dev.modelyard.trainer.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.modelyard.contracts.artifact.Evaluation;
import dev.modelyard.contracts.artifact.ModelFiles;
import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.job.TrainingParameters;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.modellibrary.prediction.Classification;
import dev.modelyard.modellibrary.prediction.ServableModel;
import dev.modelyard.modellibrary.prediction.SessionSettings;
import dev.modelyard.modellibrary.preprocessing.OptionTokens;
import dev.modelyard.modellibrary.preprocessing.Preprocessing;
import dev.modelyard.modellibrary.sample.ChoiceSample;
import dev.modelyard.modellibrary.sample.Sample;
import dev.modelyard.modellibrary.sample.TextSample;
import dev.modelyard.networks.pretrained.Backbones;
import dev.modelyard.networks.safetensors.Safetensors;
import dev.modelyard.networks.safetensors.SafetensorsCheckpoint;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.networks.weights.Weights;
import dev.modelyard.trainer.run.Interruption;
import dev.modelyard.trainer.run.JobFailedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels are words of two characters each; a text is about the one that occurs in it among characters that are in none. */
class LabelMatchingTest {
    private static final String LETTERS = "天气真好球赛看我";
    private static final String NOISE = "一七万三上下不与世业东两严个中串临为主丽举久么义之乌乐九也习";
    private static final int SEEN = 20;
    private static final int UNSEEN = 6;
    private static final String MATCHING = "\"few_shot\": {\"label_matching\": true}";

    @TempDir
    Path folder;

    private Path there = Path.of(".");

    @BeforeEach
    void find() {
        there = SharedData.backbones();
    }

    @Test
    void answersLabelsOfWhichItNeverSawAnExample() throws IOException {
        // Given examples of most labels, in which the words of the others do not occur
        Random random = new Random(5);
        List<String> words = words(random);
        List<String> labels = words.subList(0, SEEN + UNSEEN);
        DatasetBuilder texts = DatasetBuilder.texts(labels);
        for (int i = 0; i < 25 * SEEN; i++) {
            texts.text(Split.TRAIN, text(random, labels.get(i % SEEN)), i % SEEN);
        }
        for (int i = 0; i < 6 * SEEN; i++) {
            texts.text(Split.VALIDATION, text(random, labels.get(i % SEEN)), i % SEEN);
        }
        List<String> unseen = new ArrayList<>();
        for (int i = 0; i < 20 * UNSEEN; i++) {
            unseen.add(text(random, labels.get(SEEN + i % UNSEEN)));
            texts.text(Split.TEST, unseen.getLast(), SEEN + i % UNSEEN);
        }

        // When
        Trained trained = Trained.on(
                texts,
                Task.TEXT_CLASSIFICATION,
                "tiny-bert",
                livelier(),
                parameters("\"max_epochs\": 12, \"patience\": 0, \"learning_rate\": 0.004"),
                folder,
                _ -> Interruption.NONE);

        // Then they are answered five times as often as by chance, and served as they were trained
        assertThat(trained.metric("val_accuracy")).isGreaterThan(0.5);
        assertThat(trained.metric("test_accuracy")).isGreaterThan(5.0 / labels.size());
        assertThat(evaluation(trained).temperature()).isPresent();
        try (ServableModel model = ServableModel.load(trained.files(), new SessionSettings(1))) {
            List<Classification> answers = classified(
                    model, unseen.stream().<Sample>map(TextSample::new).toList());
            int right = 0;
            for (int i = 0; i < answers.size(); i++) {
                right += answers.get(i).id() == SEEN + i % UNSEEN ? 1 : 0;
            }
            assertThat((double) right / answers.size()).isCloseTo(trained.metric("test_accuracy"), within(0.01));
            choosesAmongLabelsThatCameAfterTheTraining(model, words.subList(SEEN + UNSEEN, SEEN + UNSEEN + 4), random);
        }
    }

    /** Beside samples with the trained labels in the same batch. */
    private static void choosesAmongLabelsThatCameAfterTheTraining(
            ServableModel model, List<String> labels, Random random) {
        assertThat(model.choosesLabels()).isTrue();
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            TextSample text = new TextSample(text(random, labels.get(i % labels.size())));
            samples.add(i % 5 == 4 ? text : new ChoiceSample(text, labels));
        }
        List<Classification> answers = classified(model, samples);
        int right = 0;
        for (int i = 0; i < answers.size(); i++) {
            List<Classification.Candidate> candidates = answers.get(i).candidates();
            if (i % 5 == 4) {
                assertThat(candidates).hasSize(SEEN + UNSEEN);
            } else {
                assertThat(candidates)
                        .extracting(Classification.Candidate::label)
                        .containsExactlyInAnyOrderElementsOf(labels);
                right += answers.get(i).label().equals(labels.get(i % labels.size())) ? 1 : 0;
            }
            assertThat(candidates.stream()
                            .mapToDouble(Classification.Candidate::probability)
                            .sum())
                    .isCloseTo(1, within(1e-4));
        }
        assertThat(right).isGreaterThan(64 / 4 + 10);
    }

    @Test
    void readsPairsBesideTheirLabels() throws IOException {
        DatasetBuilder pairs = new DatasetBuilder(Task.TEXT_INFERENCE, List.of("好", "不好", "看"), List.of());
        for (int i = 0; i < 8; i++) {
            pairs.pair(Split.TRAIN, "天气", "真好", i % 2);
        }

        Trained trained = Trained.on(
                pairs,
                Task.TEXT_INFERENCE,
                "tiny-bert",
                new Backbones(Optional.of(there)),
                parameters("\"max_epochs\": 1, \"max_tokens\": 40"),
                folder,
                _ -> Interruption.NONE);

        assertThat(Preprocessing.read(trained.files()))
                .isEqualTo(new OptionTokens(true, 40, 0, 64, List.of("好", "不好", "看")));
        assertThat(trained.summary().labels()).hasSize(3);
    }

    @Test
    void labelsThatFillHalfOfTheSequenceAreRefused() {
        DatasetBuilder texts = DatasetBuilder.texts(List.of("天气真好", "足球比赛"))
                .text(Split.TRAIN, "天", 0)
                .text(Split.TRAIN, "球", 1);

        requireRefused(
                texts,
                Task.TEXT_CLASSIFICATION,
                "tiny-bert",
                "\"max_tokens\": 19",
                "few_shot.label_matching does not fit: the 2 labels take 10 tokens together, and no more than 9, half of max_tokens, may be theirs");
    }

    @Test
    void gradesAreRefused() {
        DatasetBuilder pairs = new DatasetBuilder(Task.TEXT_SIMILARITY, List.of(), List.of())
                .graded(Split.TRAIN, "a", "b", 1)
                .graded(Split.TRAIN, "a", "a", 5);

        requireRefused(
                pairs,
                Task.TEXT_SIMILARITY,
                "tiny-bert",
                "\"max_epochs\": 1",
                "few_shot.label_matching is for labels, and the pairs of this dataset are graded");
    }

    @Test
    void networksThatAreNoPretrainedEncodersAreRefused() {
        DatasetBuilder texts = DatasetBuilder.texts(List.of("a", "b"))
                .text(Split.TRAIN, "a", 0)
                .text(Split.TRAIN, "b", 1);

        requireRefused(
                texts,
                Task.TEXT_CLASSIFICATION,
                "text-ngram-bag",
                "\"max_epochs\": 1",
                "few_shot.label_matching is for pretrained encoders, and 'text-ngram-bag' is none");
    }

    private void requireRefused(DatasetBuilder dataset, Task task, String network, String parameters, String reason) {
        assertThatExceptionOfType(JobFailedException.class)
                .isThrownBy(() -> Trained.on(
                        dataset,
                        task,
                        network,
                        new Backbones(Optional.of(there)),
                        parameters(parameters),
                        folder,
                        _ -> Interruption.NONE))
                .withMessage(reason)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNTRAINABLE));
    }

    private static TrainingParameters parameters(String more) {
        return Json.read("{\"seed\": 1, %s, %s}".formatted(more, MATCHING), TrainingParameters.class);
    }

    private static List<Classification> classified(ServableModel model, List<Sample> samples) {
        return model.run(samples.stream().map(model::prepare).toList()).stream()
                .map(Classification.class::cast)
                .toList();
    }

    private static Evaluation evaluation(Trained trained) throws IOException {
        return Json.read(Files.readAllBytes(trained.files().resolve(ModelFiles.EVALUATION)), Evaluation.class);
    }

    private static List<String> words(Random random) {
        List<String> words = new ArrayList<>();
        for (int first = 0; first < LETTERS.length(); first++) {
            for (int second = 0; second < LETTERS.length(); second++) {
                if (first != second) {
                    words.add(LETTERS.substring(first, first + 1) + LETTERS.charAt(second));
                }
            }
        }
        Collections.shuffle(words, random);
        return words;
    }

    private static String text(Random random, String word) {
        StringBuilder text = new StringBuilder();
        int place = random.nextInt(4);
        for (int i = 0; i < 4; i++) {
            text.append(i == place ? word : NOISE.charAt(random.nextInt(NOISE.length())));
        }
        return text.toString();
    }

    /**
     * The tiny encoder with weights as large as those of trained ones are for their width, and without dropout: with weights of a fiftieth
     * what a mask sees of a text is so little that nothing was learnt in a few hundred steps.
     */
    private Backbones livelier() throws IOException {
        Path tiny = there.resolve("tiny-bert");
        Path all = folder.resolve("livelier");
        Path to = Files.createDirectories(all.resolve("tiny-bert"));
        Files.copy(tiny.resolve("tokenizer.json"), to.resolve("tokenizer.json"));
        Files.writeString(
                to.resolve("config.json"),
                Files.readString(tiny.resolve("config.json")).replace("_prob\": 0.1", "_prob\": 0.0"));
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        try (SafetensorsCheckpoint checkpoint = SafetensorsCheckpoint.open(tiny)) {
            for (String name : checkpoint.names()) {
                tensors.put(name, scaled(checkpoint.tensor(name), factor(name)));
            }
        }
        try (OutputStream file = Files.newOutputStream(to.resolve("model.safetensors"))) {
            Safetensors.write(new Weights(tensors), Map.of(), file);
        }
        return new Backbones(Optional.of(all));
    }

    private static float factor(String name) {
        if (name.endsWith("word_embeddings.weight")) {
            return 5;
        }
        return (name.endsWith("weight") && name.contains("dense")) || name.contains("attention.self") ? 7 : 1;
    }

    private static Tensor scaled(Tensor tensor, float factor) {
        float[] values = tensor.toFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return Tensor.of(tensor.shape(), values);
    }
}
