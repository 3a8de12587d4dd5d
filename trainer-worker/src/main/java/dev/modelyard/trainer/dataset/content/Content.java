package dev.modelyard.trainer.dataset.content;

import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.job.ContentFormat;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Raw content: one file of examples, or a folder. */
sealed interface Content {
    /** One file of examples. */
    record Single(ContentFile file) implements Content {}

    /**
     * A folder.
     *
     * @param root links resolved
     * @param boundaries folders that no link within may lead out of
     */
    record Folder(Path root, List<Path> boundaries) implements Content {
        public Folder {
            boundaries = List.copyOf(boundaries);
        }

        /** A regular file by its path in the content, if it is there and inside; links resolved. */
        Optional<Path> find(String relative) throws IOException {
            if (relative.isEmpty() || relative.indexOf('\\') >= 0) {
                return Optional.empty();
            }
            try {
                Path path = root.resolve(relative);
                Path real = path.toRealPath();
                boolean inside =
                        path.normalize().startsWith(root) && boundaries.stream().anyMatch(real::startsWith);
                return inside && Files.isRegularFile(real) ? Optional.of(real) : Optional.empty();
            } catch (InvalidPathException | FileSystemException e) {
                return Optional.empty();
            }
        }

        /** A folder by its path in the content, if it is there and inside. */
        boolean hasFolder(String relative) throws IOException {
            Path path = root.resolve(relative);
            return Files.isDirectory(path) && boundaries.stream().anyMatch(path.toRealPath()::startsWith);
        }

        /** The names in a folder of the content, sorted; without hidden ones and those that systems put everywhere. */
        List<String> names(String relative) throws IOException {
            try (Stream<Path> paths = Files.list(root.resolve(relative))) {
                return paths.map(path -> path.getFileName().toString())
                        .filter(name -> !isClutter(name))
                        .sorted()
                        .toList();
            }
        }

        /** The folder that really has the content: archives often wrap it in one of their own. */
        Folder unwrapped() throws IOException {
            Folder folder = this;
            for (List<String> names = names(""); names.size() == 1; names = folder.names("")) {
                String only = names.getFirst();
                if (!folder.hasFolder(only) || splitNamed(only).isPresent()) {
                    return folder;
                }
                folder = new Folder(folder.root.resolve(only), boundaries);
            }
            return folder;
        }

        /**
         * The files of examples: one for each split, or a single one.
         *
         * @param splits which split a name without its ending says, if any
         * @throws dev.modelyard.trainer.run.JobFailedException if there are none, or it is not clear which
         */
        List<ContentFile> files(List<ContentFormat> formats, Function<String, Optional<Split>> splits)
                throws IOException {
            Map<Split, ContentFile> bySplit = new EnumMap<>(Split.class);
            List<ContentFile> others = new ArrayList<>();
            for (String name : names("")) {
                Optional<ContentFormat> format = ContentFormat.byFileName(name).filter(formats::contains);
                Optional<Path> path = find(name);
                if (format.isEmpty() || path.isEmpty()) {
                    continue;
                }
                Optional<Split> split = splits.apply(name.substring(0, name.lastIndexOf('.')));
                ContentFile file = new ContentFile(path.get(), name, format.get(), split);
                if (split.isEmpty()) {
                    others.add(file);
                    continue;
                }
                ContentFile twice = bySplit.put(split.get(), file);
                if (twice != null) {
                    throw Problems.failure(twice.shown() + " and " + name + " are for the same split");
                }
            }
            if (bySplit.containsKey(Split.TRAIN)) {
                return List.copyOf(bySplit.values());
            }
            if (bySplit.isEmpty() && others.size() == 1) {
                return List.copyOf(others);
            }
            throw Problems.failure("the content has no train" + endings(formats)
                    + (others.size() > 1 ? ", and more than one other such file" : ""));
        }

        private static String endings(List<ContentFormat> formats) {
            return String.join(
                    " or train",
                    formats.stream().map(format -> "." + format.wireName()).toList());
        }
    }

    /** The split of that name, if it is one of labelled examples. */
    static Optional<Split> splitNamed(String name) {
        return anySplitNamed(name).filter(split -> split != Split.UNLABELLED);
    }

    /** The split of that name, if it is one. */
    static Optional<Split> anySplitNamed(String name) {
        try {
            return Optional.of(Split.of(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isClutter(String name) {
        return name.startsWith(".")
                || name.equals("__MACOSX")
                || name.equalsIgnoreCase("Thumbs.db")
                || name.equalsIgnoreCase("desktop.ini");
    }
}
