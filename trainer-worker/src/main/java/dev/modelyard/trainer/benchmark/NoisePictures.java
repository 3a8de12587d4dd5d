package dev.modelyard.trainer.benchmark;

import dev.modelyard.modellibrary.preprocessing.Batches;
import dev.modelyard.modellibrary.preprocessing.Prepared;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.trainer.training.Batch;
import dev.modelyard.trainer.training.Examples;
import dev.modelyard.trainer.training.Variation;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Pictures of noise, drawn anew for each batch. */
record NoisePictures(int size, int side, int classes) implements Examples {
    private static final int CHANNELS = 3;

    @Override
    public Batch batch(int[] indexes) {
        return new Batch(
                Batches.of(
                        Arrays.stream(indexes)
                                .mapToObj(index -> new Prepared.Dense(pixels(index)))
                                .toList(),
                        Shape.of(CHANNELS, side, side)),
                Tensor.of(
                        Shape.of(indexes.length),
                        Arrays.stream(indexes)
                                .mapToLong(index -> index % classes)
                                .toArray()));
    }

    private float[] pixels(int index) {
        RandomGenerator random = new Variation(1, 1).of(index);
        float[] pixels = new float[CHANNELS * side * side];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat() - 0.5f;
        }
        return pixels;
    }
}
