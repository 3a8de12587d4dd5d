package dev.modelyard.trainer.algorithm.vision;

import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.job.Progress;
import dev.modelyard.modellibrary.picture.Picture;
import dev.modelyard.modellibrary.picture.PictureDecoder;
import dev.modelyard.modellibrary.preprocessing.ImagePixels;
import dev.modelyard.modellibrary.sample.InvalidSampleException;
import dev.modelyard.trainer.dataset.DatasetVersion;
import dev.modelyard.trainer.dataset.ImageExamples;
import dev.modelyard.trainer.run.JobFailedException;
import dev.modelyard.trainer.run.RunContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Decodes the pictures of a dataset version once, on all threads of the run, into pools of one size. */
final class PictureReader {
    private static final int SMALLEST_SIDE = 28;
    private static final int USUAL_SIDE = 64;
    private static final int PICTURES_LOOKED_AT = 32;
    /** Sides are multiples of this, so that strides divide them well. */
    private static final int SIDE_STEP = 4;

    private final DatasetVersion dataset;
    private final RunContext context;
    private final AtomicLong done = new AtomicLong();
    private long total;

    PictureReader(DatasetVersion dataset, RunContext context) {
        this.dataset = dataset;
        this.context = context;
        this.total = dataset.summary().total();
    }

    /** The side that suits the pictures: their own where they are small, else the usual one. */
    int suitableSide() {
        try {
            List<String> files = dataset.images(Split.TRAIN).files();
            int looked = Math.min(files.size(), PICTURES_LOOKED_AT);
            int[] sides = new int[looked];
            PictureDecoder decoder = new PictureDecoder(ImagePixels.MOST_PIXELS);
            for (int i = 0; i < looked; i++) {
                String file = files.get((int) ((long) i * files.size() / looked));
                Picture picture = named(file, () -> decoder.decode(Files.readAllBytes(dataset.file(file))));
                sides[i] = Math.max(picture.width(), picture.height());
            }
            Arrays.sort(sides);
            int median = looked == 0 ? USUAL_SIDE : sides[looked / 2];
            return Math.clamp(Math.ceilDiv(median, SIDE_STEP) * SIDE_STEP, SMALLEST_SIDE, USUAL_SIDE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The examples of a split, ready to be trained on or scored; empty if the split has none. */
    Optional<PictureExamples> read(Split split, ImagePixels pixels, Optional<Augmentation> augmentation) {
        if (dataset.summary().count(split) == 0) {
            return Optional.empty();
        }
        try {
            ImageExamples images = dataset.images(split);
            PicturePool pool = new PicturePool(
                    context.scratch().resolve(split.wireName() + ".pixels"),
                    images.size(),
                    pixels.height(),
                    pixels.width());
            decode(images, pixels, pool);
            return Optional.of(new PictureExamples(pool, images.labels(), pixels, augmentation));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void decode(ImageExamples images, ImagePixels pixels, PicturePool pool) {
        int threads = context.threads();
        try (ExecutorService decoders = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("decoder-", 0).daemon().factory())) {
            List<Future<?>> parts = new ArrayList<>();
            for (int part = 0; part < threads; part++) {
                int first = part;
                parts.add(decoders.submit(() -> decodePart(images, pixels, pool, first, threads)));
            }
            for (Future<?> part : parts) {
                await(part);
            }
        }
    }

    private void decodePart(ImageExamples images, ImagePixels pixels, PicturePool pool, int first, int step) {
        for (int i = first; i < images.size(); i += step) {
            context.checkInterruption();
            String file = images.files().get(i);
            pool.put(i, named(file, () -> pixels.read(Files.readAllBytes(dataset.file(file)))));
            context.report(
                    new Progress("reading", done.incrementAndGet(), total, 0, 0, Optional.empty(), Optional.empty()));
        }
    }

    private interface Reading {
        Picture read() throws IOException;
    }

    private static Picture named(String file, Reading reading) {
        try {
            return reading.read();
        } catch (InvalidSampleException e) {
            throw new JobFailedException(ErrorCode.INVALID_DATA, file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(Future<?> part) {
        try {
            part.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while pictures were decoded", e);
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case RuntimeException failure -> failure;
                case null, default -> new IllegalStateException("pictures could not be decoded", e);
            };
        }
    }
}
