package dev.modelyard.trainer.dataset.content;

import dev.modelyard.artifactstore.ArtifactWriter;
import dev.modelyard.contracts.artifact.DatasetFiles;
import dev.modelyard.contracts.artifact.Split;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Labelled images: checks each, and puts those that are good into the artifact. */
final class ImageContent {
    private static final int AT_A_TIME = 256;

    private final Reading reading;
    private final ArtifactWriter artifact;
    private final ImageCheck check;
    private final long maxSize;
    private final Problems problems;
    private final Map<String, Use> uses = new HashMap<>();

    ImageContent(Reading reading, ArtifactWriter artifact, ImportConfig config) {
        this.reading = reading;
        this.artifact = artifact;
        this.check = new ImageCheck(config.maxPixels());
        this.maxSize = config.maxImageSize().asLongValue();
        this.problems = reading.problems();
    }

    /** What an image is used for; the same file may come again, but only for the same. */
    private record Use(Optional<Split> split, int label) {}

    /** An image as the content names it. */
    record Listed(Place place, String path, Optional<Split> split, int label) {}

    void read() throws IOException {
        if (!(reading.content() instanceof Content.Folder folder)) {
            throw Problems.failure("images are imported from a folder or an archive, not from a single file");
        }
        List<Listed> images = new ImageLists(reading, folder).listed();
        if (images.isEmpty() && problems.none()) {
            problems.add("the content has no images: neither train_list.txt nor folders of images, one for each label");
        }
        Steps steps = new Steps(reading.context(), "reading", images.size());
        int threads = Math.clamp(reading.context().threads(), 1, 4);
        // Platform threads: the JPEG decoder is native code.
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            try {
                for (int from = 0; from < images.size(); from += AT_A_TIME) {
                    take(folder, images.subList(from, Math.min(images.size(), from + AT_A_TIME)), pool, steps);
                }
            } finally {
                pool.shutdownNow();
            }
        }
    }

    private void take(Content.Folder folder, List<Listed> images, ExecutorService pool, Steps steps)
            throws IOException {
        List<Future<Optional<String>>> checks = new ArrayList<>(images.size());
        for (Listed image : images) {
            Use use = new Use(image.split(), image.label());
            Use before = uses.putIfAbsent(image.path(), use);
            boolean store = problems.none();
            Callable<Optional<String>> work = before == null
                    ? () -> checked(folder, image.path(), store)
                    : () -> before.equals(use)
                            ? Optional.empty()
                            : Optional.of("image " + Problems.shown(image.path())
                                    + " is there already, for another label or split");
            checks.add(pool.submit(work));
        }
        for (int i = 0; i < images.size(); i++) {
            Listed image = images.get(i);
            Optional<String> problem = result(checks.get(i));
            if (problem.isPresent()) {
                problems.add(image.place(), problem.get());
            } else {
                reading.draft().add(image.place(), Example.file(image.path()), image.split(), image.label());
            }
            steps.advance(1);
        }
    }

    private Optional<String> checked(Content.Folder folder, String path, boolean store) throws IOException {
        Optional<Path> file = folder.find(path);
        if (file.isEmpty()) {
            return Optional.of("there is no file " + Problems.shown(path) + " in the content");
        }
        if (Files.size(file.get()) > maxSize) {
            return Optional.of("image " + Problems.shown(path) + " has more than " + maxSize + " bytes");
        }
        byte[] bytes = Files.readAllBytes(file.get());
        Optional<String> problem = check.problem(bytes);
        if (problem.isPresent()) {
            return problem.map(what -> "image " + Problems.shown(path) + ": " + what);
        }
        if (store) {
            artifact.add(DatasetFiles.FILES + "/" + path, bytes);
        }
        return Optional.empty();
    }

    private static Optional<String> result(Future<Optional<String>> check) throws IOException {
        try {
            return check.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while images were checked");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException("an image could not be checked", e.getCause());
        }
    }
}
