package dev.modelyard.modellibrary.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.ModelFiles;
import dev.modelyard.contracts.artifact.ModelSummary;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.TrainingParameters;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.modellibrary.preprocessing.NgramBag;
import dev.modelyard.modellibrary.preprocessing.Prepared;
import dev.modelyard.modellibrary.sample.InvalidSampleException;
import dev.modelyard.modellibrary.sample.TextSample;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.onnx.Onnx;
import dev.modelyard.networks.preset.NetworkCatalog;
import dev.modelyard.networks.preset.NetworkRequest;
import dev.modelyard.networks.weights.Initializer;
import dev.modelyard.networks.weights.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServableModelTest {
    private static final List<String> LABELS = List.of("no", "yes", "maybe");
    private static final SessionSettings ONE_THREAD = new SessionSettings(1);

    @TempDir
    Path folder;

    @Test
    void answersManySamplesAsItAnswersEachAlone() throws IOException {
        save();
        try (ServableModel model = ServableModel.load(folder, ONE_THREAD)) {
            List<Prepared> samples = List.of(
                    model.prepare(new TextSample("sun")),
                    model.prepare(new TextSample("a long text of sun and rain, and unknown words")),
                    model.prepare(new TextSample("完")));

            List<Prediction> together = model.run(samples);

            for (int i = 0; i < samples.size(); i++) {
                Classification alone =
                        (Classification) model.run(samples.subList(i, i + 1)).getFirst();
                Classification answer = (Classification) together.get(i);
                assertThat(answer.label()).isEqualTo(alone.label());
                assertThat(answer.probability()).isCloseTo(alone.probability(), within(1e-6));
                assertThat(answer.candidates())
                        .extracting(Classification.Candidate::label)
                        .containsExactlyInAnyOrderElementsOf(LABELS);
                assertThat(answer.top(2)).hasSize(2).first().isEqualTo(answer.best());
                assertThat(answer.top(9)).hasSize(3);
            }
        }
    }

    @Test
    void refusesOneSampleAndGoesOnWithTheOthers() throws IOException {
        save();
        try (ServableModel model = ServableModel.load(folder, ONE_THREAD)) {
            assertThatThrownBy(() -> model.prepare(new TextSample("  "))).isInstanceOf(InvalidSampleException.class);

            assertThat(model.run(List.of(model.prepare(new TextSample("rain")))))
                    .hasSize(1);
        }
    }

    @Test
    void saysWhyAModelCannotBeLoaded() throws IOException {
        save();
        Files.writeString(folder.resolve(ModelFiles.ONNX), "not a network");
        assertThatThrownBy(() -> ServableModel.load(folder, ONE_THREAD))
                .isInstanceOf(UnservableModelException.class)
                .hasMessageStartingWith("the model cannot be loaded");

        Files.writeString(folder.resolve(ModelFiles.PREPROCESSING), "{\"kind\":\"java.lang.Runtime\"}");
        assertThatThrownBy(() -> ServableModel.load(folder, ONE_THREAD)).isInstanceOf(UnservableModelException.class);

        Files.delete(folder.resolve(ModelFiles.PREPROCESSING));
        assertThatThrownBy(() -> ServableModel.load(folder, ONE_THREAD)).isInstanceOf(UnservableModelException.class);
    }

    @Test
    void refusesToLoadTheRuntimeWhereThatWouldEndTheProcess() {
        assertThatThrownBy(() -> OnnxRuntime.requireSafe(4000))
                .isInstanceOf(UnservableModelException.class)
                .hasMessageContaining("4000 characters");
        assertThatCode(() -> OnnxRuntime.requireSafe(1000)).doesNotThrowAnyException();
    }

    private void save() throws IOException {
        NgramBag.Learnt learnt = NgramBag.learn(List.of("sun", "rain and sun", "words of rain"));
        int rows = learnt.vocabulary().rows();
        Network network =
                NetworkCatalog.standard().build("text-ngram-bag", new NetworkRequest.Text(rows, LABELS.size()));
        float[] table = new float[rows * LABELS.size()];
        for (int i = LABELS.size(); i < table.length; i++) {
            table[i] = (float) Math.sin(i);
        }
        String tableName = network.parameters().getFirst().name();
        Files.write(
                folder.resolve(ModelFiles.ONNX),
                Onnx.render(
                        network,
                        Initializer.initialize(network, 1)
                                .with(Map.of(tableName, Tensor.of(Shape.of(rows, LABELS.size()), table)))));
        Files.write(folder.resolve(ModelFiles.PREPROCESSING), Json.writeBytes(learnt.preprocessing()));
        Files.write(folder.resolve(ModelFiles.TOKENIZER), learnt.vocabulary().toJson());
        Files.write(folder.resolve(ModelFiles.SUMMARY), Json.writeBytes(summary()));
    }

    private static ModelSummary summary() {
        JobSpec.Train lineage = new JobSpec.Train(
                ModelId.fresh(),
                Task.TEXT_CLASSIFICATION,
                "text-ngram-bag",
                new JobSpec.DatasetInput(DatasetId.fresh(), 1, new ArtifactReference("datasets/x", "0".repeat(64))),
                TrainingParameters.recipe(1));
        return new ModelSummary(
                Task.TEXT_CLASSIFICATION, "text-ngram-bag", LABELS, 1, Map.of(), 1, 1, 0.1, Optional.of(lineage));
    }
}
