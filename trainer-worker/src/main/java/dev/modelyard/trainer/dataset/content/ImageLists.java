package dev.modelyard.trainer.dataset.content;

import dev.modelyard.contracts.artifact.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Which images a content has and what they show: by list files, or by the folders they are in. */
final class ImageLists {
    private static final String LIST = "_list.txt";
    private static final Set<String> ENDINGS = Set.of("jpg", "jpeg", "png", "bmp", "gif");

    private final Reading reading;
    private final Content.Folder folder;
    private final Problems problems;
    private final List<ImageContent.Listed> images = new ArrayList<>();

    ImageLists(Reading reading, Content.Folder folder) {
        this.reading = reading;
        this.folder = folder;
        this.problems = reading.problems();
    }

    List<ImageContent.Listed> listed() throws IOException {
        List<String> names = folder.names("");
        List<String> lists = names.stream()
                .filter(name -> name.endsWith(LIST))
                .filter(name -> listSplit(name).isPresent())
                .toList();
        if (!lists.isEmpty()) {
            readLists(lists);
            return images;
        }
        List<String> folders = new ArrayList<>();
        for (String name : names) {
            if (folder.hasFolder(name)) {
                folders.add(name);
            } else if (isImage(name)) {
                problems.add(Place.file(name), "an image outside the folders of the labels");
            }
        }
        boolean divided = folders.stream()
                        .flatMap(name -> Content.splitNamed(name).stream())
                        .anyMatch(Split.TRAIN::equals)
                && folders.stream().allMatch(name -> Content.splitNamed(name).isPresent());
        for (String name : folders) {
            if (divided) {
                for (String label : foldersIn(name)) {
                    readFolder(name + "/" + label, label, Content.splitNamed(name));
                }
            } else {
                readFolder(name, name, Optional.empty());
            }
        }
        return images;
    }

    private static Optional<Split> listSplit(String name) {
        return Content.splitNamed(name.substring(0, name.length() - LIST.length()));
    }

    private void readLists(List<String> lists) throws IOException {
        if (reading.labels().size() == 0) {
            problems.add(Place.file(LabelsFiles.TEXT), "is missing; it has the names of the classes, one a line");
            return;
        }
        if (lists.stream().noneMatch(name -> listSplit(name).equals(Optional.of(Split.TRAIN)))) {
            problems.add(Place.file("train" + LIST), "is missing");
        }
        for (String name : lists) {
            Path file = folder.find(name).orElseThrow(() -> Problems.failure(name + ": not a file of the content"));
            int before = images.size();
            boolean good = problems.none();
            try (TextLines lines = new TextLines(Files.newInputStream(file))) {
                for (TextLines.Line line = lines.next(); line != null; line = lines.next()) {
                    Place place = new Place(name, line.number());
                    switch (line) {
                        case TextLines.Line.Unreadable unreadable -> problems.add(place, unreadable.problem());
                        case TextLines.Line.Text text ->
                            readLine(place, text.text().strip(), listSplit(name));
                    }
                }
            }
            if (good && problems.none() && images.size() == before) {
                problems.add(Place.file(name), "names no images");
            }
        }
    }

    private void readLine(Place place, String line, Optional<Split> split) {
        if (line.isEmpty()) {
            return;
        }
        int gap = Math.max(line.lastIndexOf(' '), line.lastIndexOf('\t'));
        String id = line.substring(gap + 1);
        String path = gap < 0 ? "" : line.substring(0, gap).strip();
        if (path.isEmpty() || !id.matches("\\d{1,9}")) {
            problems.add(place, "not a path and the id of a class: " + Problems.shown(line));
            return;
        }
        int label = Integer.parseInt(id);
        int classes = reading.labels().size();
        if (label >= classes) {
            problems.add(
                    place,
                    "class %d, but %s has %d classes, 0 to %d"
                            .formatted(label, reading.labels().source(), classes, classes - 1));
            return;
        }
        if (!isPlain(path)) {
            problems.add(place, "not a path within the content: " + Problems.shown(path));
            return;
        }
        images.add(new ImageContent.Listed(place, path, split, label));
    }

    /** Whether each part of the path is a plain name, so that it can be the path of a file in the artifact too. */
    private static boolean isPlain(String path) {
        for (String part : path.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return false;
            }
        }
        return path.length() <= 500 && path.indexOf('\\') < 0 && path.chars().noneMatch(Character::isISOControl);
    }

    private List<String> foldersIn(String parent) throws IOException {
        List<String> folders = new ArrayList<>();
        for (String name : folder.names(parent)) {
            if (folder.hasFolder(parent + "/" + name)) {
                folders.add(name);
            } else {
                problems.add(Place.file(parent + "/" + name), "not in the folder of a label");
            }
        }
        return folders;
    }

    private void readFolder(String path, String labelName, Optional<Split> split) throws IOException {
        OptionalInt label = reading.labels().id(labelName, Place.file(path), problems);
        if (label.isEmpty()) {
            return;
        }
        if (!isPlain(path)) {
            problems.add("not a usable name of a folder: " + Problems.shown(path));
            return;
        }
        int before = images.size();
        for (String name : folder.names(path)) {
            String file = path + "/" + name;
            if (!isImage(name) || !isPlain(file)) {
                problems.add(
                        Place.file(file),
                        folder.hasFolder(file)
                                ? "a folder within the folder of a label"
                                : "not an image (.jpg, .jpeg, .png, .bmp or .gif)");
            } else {
                images.add(new ImageContent.Listed(Place.file(path), file, split, label.getAsInt()));
            }
        }
        if (images.size() == before && problems.none()) {
            problems.add(Place.file(path), "the folder of a label has no images");
        }
    }

    private static boolean isImage(String name) {
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }
}
