package dev.modelyard.trainer.algorithm.vision;

import dev.modelyard.modellibrary.picture.Picture;
import dev.modelyard.modellibrary.preprocessing.ImagePixels;
import dev.modelyard.networks.graph.Shape;
import dev.modelyard.networks.weights.Tensor;
import dev.modelyard.trainer.training.Batch;
import dev.modelyard.trainer.training.Examples;
import dev.modelyard.trainer.training.Variation;
import java.util.List;
import java.util.Optional;

/** Labelled pictures as batches: f32 N × 3 × height × width, and i64 class ids. */
@SuppressWarnings("ArrayRecordComponent")
record PictureExamples(PicturePool pool, int[] labels, ImagePixels pixels, Optional<Augmentation> augmentation)
        implements Examples {
    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public Batch batch(int[] indexes) {
        float[] values = new float[indexes.length * pictureLength()];
        for (int i = 0; i < indexes.length; i++) {
            ImagePixels.write(pool.get(indexes[i]), values, i * pictureLength());
        }
        return batch(indexes, values);
    }

    @Override
    public Batch batch(int[] indexes, Variation variation) {
        if (augmentation.isEmpty()) {
            return batch(indexes);
        }
        float[] values = new float[indexes.length * pictureLength()];
        for (int i = 0; i < indexes.length; i++) {
            augmentation.get().view(pool.get(indexes[i]), variation.of(indexes[i]), values, i * pictureLength());
        }
        return batch(indexes, values);
    }

    private Batch batch(int[] indexes, float[] values) {
        long[] target = new long[indexes.length];
        for (int i = 0; i < indexes.length; i++) {
            target[i] = labels[indexes[i]];
        }
        Shape shape = Shape.of(indexes.length, Picture.CHANNELS, pixels.height(), pixels.width());
        return new Batch(List.of(Tensor.of(shape, values)), Tensor.of(Shape.of(indexes.length), target));
    }

    private int pictureLength() {
        return Picture.CHANNELS * pixels.height() * pixels.width();
    }
}
