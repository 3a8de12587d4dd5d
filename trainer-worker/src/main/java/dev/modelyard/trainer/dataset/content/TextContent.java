package dev.modelyard.trainer.dataset.content;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.job.ContentFormat;
import dev.modelyard.contracts.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Labelled texts in jsonl or csv. */
final class TextContent {
    private static final List<String> TEXT_NAMES = List.of("content", "text", "sentence");
    private static final String LABEL = "label";
    private static final String SPLIT = "split";
    private static final ObjectMapper MAPPER = Json.mapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Reading reading;
    private final Problems problems;

    TextContent(Reading reading) {
        this.reading = reading;
        this.problems = reading.problems();
    }

    void read() throws IOException {
        List<ContentFile> files =
                switch (reading.content()) {
                    case Content.Single single -> List.of(single.file());
                    case Content.Folder folder -> folder.files(List.of(ContentFormat.JSONL, ContentFormat.CSV));
                };
        Steps steps = reading.steps(files);
        for (ContentFile file : files) {
            int before = reading.draft().size();
            boolean good = problems.none();
            switch (file.format()) {
                case JSONL -> readJsonLines(file, steps);
                case CSV -> new CsvRows(file, problems, steps).forEach(new Rows(file));
                case ZIP, TAR_GZ -> throw new IllegalStateException("an archive is a folder by now");
            }
            if (good && problems.none() && reading.draft().size() == before) {
                problems.add(Place.file(file.shown()), "has no examples");
            }
        }
    }

    private void readJsonLines(ContentFile file, Steps steps) throws IOException {
        try (TextLines lines = new TextLines(Files.newInputStream(file.path()))) {
            for (TextLines.Line line = lines.next(); line != null; line = lines.next()) {
                Place place = new Place(file.shown(), line.number());
                switch (line) {
                    case TextLines.Line.Unreadable unreadable -> problems.add(place, unreadable.problem());
                    case TextLines.Line.Text text -> {
                        if (!text.text().isBlank()) {
                            readJson(file, place, text.text());
                        }
                    }
                }
                steps.advance(line.bytes());
            }
        }
    }

    private void readJson(ContentFile file, Place place, String line) throws IOException {
        JsonNode object;
        try {
            object = MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            problems.add(place, "not JSON: " + Problems.reason(e));
            return;
        }
        if (!object.isObject()) {
            problems.add(place, "not a JSON object");
            return;
        }
        Optional<JsonNode> text =
                TEXT_NAMES.stream().filter(object::has).map(object::get).findFirst();
        if (text.isEmpty()) {
            problems.add(place, "no \"content\" (nor \"text\" nor \"sentence\")");
            return;
        }
        if (!text.get().isTextual()) {
            problems.add(place, "\"content\" is not a text");
            return;
        }
        JsonNode label = object.path(LABEL);
        if (label.isMissingNode()) {
            problems.add(place, "no \"label\"");
            return;
        }
        if (!label.isTextual() && !label.isIntegralNumber()) {
            problems.add(place, "\"label\" is not a text");
            return;
        }
        JsonNode split = object.path(SPLIT);
        if (!split.isMissingNode() && !split.isTextual()) {
            problems.add(place, "\"split\" is not a text");
            return;
        }
        add(file, place, text.get().textValue(), label.asText(), split.asText(""));
    }

    private void add(ContentFile file, Place place, String text, String label, String split) throws IOException {
        if (text.isBlank()) {
            problems.add(place, "the text is empty");
            return;
        }
        if (label.isBlank()) {
            problems.add(place, "the label is empty");
            return;
        }
        Optional<Split> named = split.isBlank() ? Optional.empty() : Content.splitNamed(split.strip());
        if (!split.isBlank() && named.isEmpty()) {
            problems.add(place, "split " + Problems.shown(split) + " is not train, validation or test");
            return;
        }
        OptionalInt id = reading.labels().id(label.strip(), place, problems);
        if (id.isPresent()) {
            reading.draft().add(place, Example.text(text), file.split().or(() -> named), id.getAsInt());
        }
    }

    /** The rows of a csv file with a text, a label and perhaps a split. */
    private final class Rows implements CsvRows.Visitor {
        private final ContentFile file;
        private int text;
        private int label;
        private int split;

        Rows(ContentFile file) {
            this.file = file;
        }

        @Override
        public boolean header(Place place, List<String> names) {
            text = TEXT_NAMES.stream()
                    .mapToInt(names::indexOf)
                    .filter(index -> index >= 0)
                    .findFirst()
                    .orElse(-1);
            label = names.indexOf(LABEL);
            split = names.indexOf(SPLIT);
            if (text < 0) {
                problems.add(place, "no column content (nor text nor sentence)");
            }
            if (label < 0) {
                problems.add(place, "no column label");
            }
            return text >= 0 && label >= 0;
        }

        @Override
        public void row(Place place, List<String> fields) {
            try {
                add(file, place, fields.get(text), fields.get(label), split < 0 ? "" : fields.get(split));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
