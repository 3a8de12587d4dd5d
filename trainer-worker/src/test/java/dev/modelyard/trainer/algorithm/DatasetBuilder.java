package dev.modelyard.trainer.algorithm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.artifactstore.ArtifactWriter;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.DatasetFiles;
import dev.modelyard.contracts.artifact.DatasetRecord;
import dev.modelyard.contracts.artifact.DatasetSummary;
import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.contracts.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Writes dataset versions for tests, as an import would. */
public final class DatasetBuilder {
    private final Task task;
    private final List<String> labels;
    private final List<DatasetSummary.Column> columns;
    private final List<DatasetRecord> records = new ArrayList<>();
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    public DatasetBuilder(Task task, List<String> labels, List<DatasetSummary.Column> columns) {
        this.task = task;
        this.labels = labels;
        this.columns = columns;
    }

    public static DatasetBuilder texts(List<String> labels) {
        return new DatasetBuilder(Task.TEXT_CLASSIFICATION, labels, List.of());
    }

    public static DatasetBuilder rows(Task task, List<String> labels, List<String> columns) {
        return new DatasetBuilder(
                task,
                labels,
                columns.stream()
                        .map(name -> new DatasetSummary.Column(name, List.of()))
                        .toList());
    }

    public DatasetBuilder text(Split split, String text, int label) {
        records.add(new DatasetRecord(
                split,
                Optional.of(label),
                Optional.of(text),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
        return this;
    }

    /** A text of which nothing is known. */
    public DatasetBuilder unlabelled(String text) {
        records.add(new DatasetRecord(
                Split.UNLABELLED,
                Optional.empty(),
                Optional.of(text),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
        return this;
    }

    /** A pair of texts of which nothing is known. */
    public DatasetBuilder unlabelled(String first, String second) {
        records.add(pair(Split.UNLABELLED, first, second, Optional.empty(), Optional.empty()));
        return this;
    }

    /** A pair of texts with its label. */
    public DatasetBuilder pair(Split split, String first, String second, int label) {
        records.add(pair(split, first, second, Optional.of(label), Optional.empty()));
        return this;
    }

    /** A pair of texts with its grade. */
    public DatasetBuilder graded(Split split, String first, String second, double grade) {
        records.add(pair(split, first, second, Optional.empty(), Optional.of(grade)));
        return this;
    }

    private static DatasetRecord pair(
            Split split, String first, String second, Optional<Integer> label, Optional<Double> grade) {
        return new DatasetRecord(
                split, label, Optional.of(first), Optional.of(second), Optional.empty(), Optional.empty(), grade);
    }

    public DatasetBuilder row(Split split, int label, Double... cells) {
        records.add(new DatasetRecord(
                split,
                Optional.of(label),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Arrays.asList(cells)),
                Optional.empty()));
        return this;
    }

    public DatasetBuilder value(Split split, double target, Double... cells) {
        records.add(new DatasetRecord(
                split,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Arrays.asList(cells)),
                Optional.of(target)));
        return this;
    }

    public static DatasetBuilder images(List<String> labels) {
        return new DatasetBuilder(Task.IMAGE_CLASSIFICATION, labels, List.of());
    }

    public DatasetBuilder image(Split split, String file, byte[] content, int label) {
        files.put(file, content);
        records.add(new DatasetRecord(
                split,
                Optional.of(label),
                Optional.empty(),
                Optional.empty(),
                Optional.of(file),
                Optional.empty(),
                Optional.empty()));
        return this;
    }

    /** A set of pictures with list files as in shared/data. */
    public static DatasetBuilder readImages(Path folder) throws IOException {
        List<String> labels = Files.readAllLines(folder.resolve("labels.txt")).stream()
                .filter(line -> !line.isBlank())
                .toList();
        DatasetBuilder dataset = images(labels);
        for (Map.Entry<String, Split> list : Map.of("train", Split.TRAIN, "val", Split.VALIDATION, "test", Split.TEST)
                .entrySet()) {
            for (String line : Files.readAllLines(folder.resolve(list.getKey() + "_list.txt"))) {
                int gap = line.lastIndexOf(' ');
                String file = line.substring(0, gap);
                byte[] content = Files.readAllBytes(folder.resolve(file));
                dataset.image(list.getValue(), file, content, Integer.parseInt(line.substring(gap + 1)));
            }
        }
        return dataset;
    }

    /** A set of jsonl files as in shared/data. */
    public static DatasetBuilder readTexts(Path folder) throws IOException {
        List<String> labels = Files.readAllLines(folder.resolve("labels.txt")).stream()
                .filter(line -> !line.isBlank())
                .toList();
        DatasetBuilder dataset = texts(labels);
        for (Map.Entry<String, Split> file : files("jsonl").entrySet()) {
            for (String line : Files.readAllLines(folder.resolve(file.getKey()))) {
                JsonNode json = Json.mapper().readTree(line);
                dataset.text(
                        file.getValue(),
                        json.get("content").asText(),
                        labels.indexOf(json.get("label").asText()));
            }
        }
        return dataset;
    }

    /** A set of pairs as in shared/data; graded where it has no labels file. */
    public static DatasetBuilder readPairs(Path folder, Task task) throws IOException {
        Path named = folder.resolve("labels.txt");
        List<String> labels = Files.exists(named)
                ? Files.readAllLines(named).stream()
                        .filter(line -> !line.isBlank())
                        .toList()
                : List.of();
        DatasetBuilder dataset = new DatasetBuilder(task, labels, List.of());
        for (Map.Entry<String, Split> file : files("jsonl").entrySet()) {
            for (String line : Files.readAllLines(folder.resolve(file.getKey()))) {
                JsonNode json = Json.mapper().readTree(line);
                String first = json.get("sentence1").asText();
                String second = json.get("sentence2").asText();
                JsonNode label = json.get("label");
                if (labels.isEmpty()) {
                    dataset.graded(file.getValue(), first, second, label.asDouble());
                } else {
                    dataset.pair(file.getValue(), first, second, labels.indexOf(label.asText()));
                }
            }
        }
        return dataset;
    }

    /** A set of csv files as in shared/data: numbers with the target last. */
    public static DatasetBuilder readRows(Path folder, Task task) throws IOException {
        List<String> header =
                cells(Files.readAllLines(folder.resolve("train.csv")).getFirst());
        List<String> labels = new ArrayList<>();
        if (task == Task.TABULAR_CLASSIFICATION) {
            TreeSet<String> found = new TreeSet<>();
            for (String line : rows(folder.resolve("train.csv"))) {
                found.add(cells(line).getLast());
            }
            labels.addAll(found);
        }
        DatasetBuilder dataset = rows(task, labels, header.subList(0, header.size() - 1));
        for (Map.Entry<String, Split> file : files("csv").entrySet()) {
            for (String line : rows(folder.resolve(file.getKey()))) {
                List<String> cells = cells(line);
                Double[] numbers = cells.subList(0, cells.size() - 1).stream()
                        .map(Double::valueOf)
                        .toArray(Double[]::new);
                if (labels.isEmpty()) {
                    dataset.value(file.getValue(), Double.parseDouble(cells.getLast()), numbers);
                } else {
                    dataset.row(file.getValue(), labels.indexOf(cells.getLast()), numbers);
                }
            }
        }
        return dataset;
    }

    private static Map<String, Split> files(String ending) {
        return Map.of("train." + ending, Split.TRAIN, "val." + ending, Split.VALIDATION, "test." + ending, Split.TEST);
    }

    private static List<String> rows(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .skip(1)
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static List<String> cells(String line) {
        return Arrays.asList(line.split(",", -1));
    }

    /** Writes the version and answers its reference. */
    public ArtifactReference write(ArtifactStore store, String prefix) throws IOException {
        Map<Split, Integer> counts = new EnumMap<>(Split.class);
        Map<Split, List<Integer>> labelCounts = new EnumMap<>(Split.class);
        StringBuilder lines = new StringBuilder();
        for (DatasetRecord example : records) {
            counts.merge(example.split(), 1, Integer::sum);
            example.label().ifPresent(label -> {
                List<Integer> counted = labelCounts.computeIfAbsent(
                        example.split(), _ -> new ArrayList<>(Collections.nCopies(labels.size(), 0)));
                counted.set(label, counted.get(label) + 1);
            });
            lines.append(Json.write(example)).append('\n');
        }
        ArtifactWriter artifact = new ArtifactWriter(store, prefix);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            artifact.add(DatasetFiles.FILES + "/" + file.getKey(), file.getValue());
        }
        artifact.add(DatasetFiles.RECORDS, lines.toString().getBytes(StandardCharsets.UTF_8));
        artifact.add(
                DatasetFiles.SUMMARY,
                Json.writeBytes(new DatasetSummary(
                        task, labels, columns, Optional.of("target"), counts, labelCounts, artifact.size())));
        return artifact.complete();
    }
}
