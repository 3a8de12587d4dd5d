package dev.modelyard.trainer.benchmark;

import dev.modelyard.modellibrary.preprocessing.Batches;
import dev.modelyard.modellibrary.preprocessing.Prepared;
import dev.modelyard.networks.graph.Activation;
import dev.modelyard.networks.graph.Network;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.onnx.Onnx;
import dev.modelyard.networks.onnx.WeightFormat;
import dev.modelyard.networks.preset.NetworkRequest;
import dev.modelyard.networks.pretrained.EncoderConfig;
import dev.modelyard.networks.pretrained.EncoderNetwork;
import dev.modelyard.networks.torchscript.RenderOptions;
import dev.modelyard.networks.weights.Initializer;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.trainer.training.Batch;
import dev.modelyard.trainer.training.Examples;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/** An encoder of the size of BERT base with random weights, over texts of {@value #LENGTH} random tokens. */
final class Encoder {
    static final int BATCH = 16;
    static final int LENGTH = 64;
    private static final int VOCABULARY = 21_128;
    private static final int CLASSES = 2;
    private static final int WARM_UP = 3;
    private static final int MEASURED = 10;
    private static final EncoderConfig CONFIG = new EncoderConfig(
            "bert", VOCABULARY, 768, 12, 12, 3072, 512, 0, 2, false, 1e-12, Activation.Function.GELU, 0.1, 0.1);

    private final Network network = EncoderNetwork.build(CONFIG, new NetworkRequest.Target.Classes(CLASSES));

    /** One step of fine-tuning: forward, backward, AdamW. */
    double stepMilliseconds(RenderOptions options, int threads) {
        return TrainingStep.medianMilliseconds(
                network,
                new NoiseTexts(BATCH * (WARM_UP + MEASURED)),
                TrainingStep.recipe(BATCH),
                WARM_UP,
                options,
                threads);
    }

    /** One prediction of that many texts as the serving side runs it. */
    double predictionMilliseconds(WeightFormat format, int texts, int threads) throws IOException {
        Path file = Files.createTempFile("encoder", ".onnx");
        try {
            try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file))) {
                Onnx.write(network, Initializer.initialize(network, 1), format, stream);
            }
            return OnnxClock.medianMilliseconds(
                    file, new NoiseTexts(texts).batch(new int[texts]).inputs(), threads, WARM_UP, MEASURED);
        } finally {
            Files.delete(file);
        }
    }

    private record NoiseTexts(int size) implements Examples {
        @Override
        public Batch batch(int[] indexes) {
            return new Batch(
                    Batches.of(
                            Arrays.stream(indexes).mapToObj(NoiseTexts::tokens).toList(), Shape.of()),
                    Tensor.of(
                            Shape.of(indexes.length),
                            Arrays.stream(indexes)
                                    .mapToLong(index -> index % CLASSES)
                                    .toArray()));
        }

        private static Prepared tokens(int index) {
            long[] ids =
                    new SplittableRandom(index).longs(LENGTH, 1, VOCABULARY).toArray();
            return new Prepared.Tokens(ids, new long[LENGTH]);
        }
    }
}
