package dev.modelyard.trainer.dataset.content;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modelyard.contracts.job.ImportOptions;
import dev.modelyard.contracts.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out which labels are allowed: those of the caller, else of {@code labels.txt} or {@code labels.json}, else all. */
final class LabelsFiles {
    static final String TEXT = "labels.txt";
    static final String JSON = "labels.json";

    private static final ObjectMapper MAPPER = Json.mapper();
    private static final long MAX_SIZE = 16 << 20;

    private LabelsFiles() {}

    static Labels labels(Content content, ImportOptions options, Problems problems) throws IOException {
        if (!options.labels().isEmpty()) {
            return Labels.given(options.labels(), "the labels of the request", problems);
        }
        if (content instanceof Content.Folder folder) {
            Optional<Path> text = folder.find(TEXT);
            if (text.isPresent()) {
                return Labels.given(lines(text.get(), problems), TEXT, problems);
            }
            Optional<Path> json = folder.find(JSON);
            if (json.isPresent()) {
                return Labels.given(array(json.get(), problems), JSON, problems);
            }
        }
        return Labels.found();
    }

    private static List<String> lines(Path file, Problems problems) throws IOException {
        List<String> labels = new ArrayList<>();
        List<Long> empty = new ArrayList<>();
        try (TextLines lines = new TextLines(Files.newInputStream(file))) {
            for (TextLines.Line line = lines.next(); line != null; line = lines.next()) {
                Place place = new Place(TEXT, line.number());
                switch (line) {
                    case TextLines.Line.Unreadable unreadable -> problems.add(place, unreadable.problem());
                    case TextLines.Line.Text text -> {
                        String label = text.text().strip();
                        if (label.isEmpty()) {
                            empty.add(line.number());
                        } else {
                            // An empty line at the end is no label; one before a label would shift the ids.
                            empty.forEach(number -> problems.add(new Place(TEXT, number), "no label on this line"));
                            empty.clear();
                            labels.add(label);
                        }
                    }
                }
            }
        }
        if (labels.isEmpty() && problems.none()) {
            problems.add(Place.file(TEXT), "has no labels");
        }
        return labels;
    }

    private static List<String> array(Path file, Problems problems) throws IOException {
        Place place = Place.file(JSON);
        if (Files.size(file) > MAX_SIZE) {
            problems.add(place, "is larger than 16 MiB");
            return List.of();
        }
        List<String> labels = new ArrayList<>();
        try {
            JsonNode array = MAPPER.readTree(Files.readAllBytes(file)).path("labels");
            for (JsonNode label : array) {
                if (label.isTextual() && !label.textValue().isBlank()) {
                    labels.add(label.textValue().strip());
                } else {
                    problems.add(place, "label " + (labels.size() + 1) + " is not a text");
                }
            }
            if (!array.isArray() || array.isEmpty()) {
                problems.add(place, "must be {\"labels\": [\"…\", …]}");
            }
        } catch (JsonProcessingException e) {
            problems.add(place, "not JSON: " + Problems.reason(e));
        }
        return labels;
    }
}
