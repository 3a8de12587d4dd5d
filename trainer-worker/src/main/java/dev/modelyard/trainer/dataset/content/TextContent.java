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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Labelled texts, or pairs of them, in jsonl or csv. */
final class TextContent {
    private static final ObjectMapper MAPPER = Json.mapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Reading reading;
    private final TextFields fields;
    private final Verdicts verdicts;
    private final Problems problems;

    TextContent(Reading reading, TextFields fields, Verdicts verdicts) {
        this.reading = reading;
        this.fields = fields;
        this.verdicts = verdicts;
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
        Optional<List<String>> texts = texts(object, place);
        // One problem a line is told.
        Optional<String> label = texts.isEmpty() ? Optional.empty() : label(object, place);
        JsonNode split = object.path(TextFields.SPLIT);
        if (label.isEmpty()) {
            return;
        }
        if (!split.isMissingNode() && !split.isTextual()) {
            problems.add(place, "\"split\" is not a text");
            return;
        }
        if (texts.isPresent()) {
            add(file, place, texts.get(), label.get(), split.asText(""));
        }
    }

    private Optional<List<String>> texts(JsonNode object, Place place) {
        List<String> texts = new ArrayList<>();
        for (List<String> names : fields.texts()) {
            Optional<String> name = TextFields.present(names, object::fieldNames);
            if (name.isEmpty()) {
                problems.add(place, "no " + TextFields.shown(names, "\""));
                return Optional.empty();
            }
            JsonNode text = object.path(name.get());
            if (!text.isTextual()) {
                problems.add(place, "\"" + name.get() + "\" is not a text");
                return Optional.empty();
            }
            texts.add(text.textValue());
        }
        return Optional.of(texts);
    }

    private Optional<String> label(JsonNode object, Place place) {
        Optional<String> name = TextFields.present(fields.labels(), object::fieldNames);
        if (name.isEmpty()) {
            problems.add(place, "no " + TextFields.shown(fields.labels(), "\""));
            return Optional.empty();
        }
        JsonNode label = object.path(name.get());
        if (!label.isTextual() && !label.isIntegralNumber() && !(verdicts.takeFractions() && label.isNumber())) {
            problems.add(
                    place,
                    "\"" + name.get() + "\" is not a text" + (verdicts.takeFractions() ? " and not a number" : ""));
            return Optional.empty();
        }
        return Optional.of(label.asText());
    }

    private void add(ContentFile file, Place place, List<String> texts, String label, String split) throws IOException {
        for (int i = 0; i < texts.size(); i++) {
            if (isEmpty(texts.get(i))) {
                problems.add(
                        place,
                        texts.size() == 1
                                ? "the text is empty"
                                : fields.texts().get(i).getFirst() + " is empty");
                return;
            }
        }
        if (label.isBlank()) {
            problems.add(place, "the label is empty");
            return;
        }
        if (Stream.concat(texts.stream(), Stream.of(label)).anyMatch(TextContent::hasHalfCharacter)) {
            problems.add(place, "holds half of a character (a surrogate without its other half)");
            return;
        }
        Optional<Split> named = split.isBlank() ? Optional.empty() : Content.splitNamed(split.strip());
        if (!split.isBlank() && named.isEmpty()) {
            problems.add(place, "split " + Problems.shown(split) + " is not train, validation or test");
            return;
        }
        Optional<Verdicts.Verdict> verdict = verdicts.read(label.strip(), place);
        if (verdict.isPresent()) {
            Example example = texts.size() == 1
                    ? Example.text(texts.getFirst())
                    : Example.pair(
                            texts.getFirst(), texts.getLast(), verdict.get().grade());
            reading.draft()
                    .add(
                            place,
                            example,
                            file.split().or(() -> named),
                            verdict.get().label());
        }
    }

    /** Whether there is nothing in it that could be learnt from. */
    private static boolean isEmpty(String text) {
        return text.codePoints()
                .allMatch(point ->
                        Character.isWhitespace(point) || Character.isSpaceChar(point) || Character.isISOControl(point));
    }

    /** JSON can escape what no UTF-8 text can hold. */
    private static boolean hasHalfCharacter(String text) {
        return text.codePoints().anyMatch(point -> Character.getType(point) == Character.SURROGATE);
    }

    /** The rows of a csv file with texts, a label and perhaps a split. */
    private final class Rows implements CsvRows.Visitor {
        private final ContentFile file;
        private int[] texts = {};
        private int label;
        private int split;

        Rows(ContentFile file) {
            this.file = file;
        }

        @Override
        public boolean header(Place place, List<String> names) {
            texts = fields.texts().stream()
                    .mapToInt(known -> index(known, names, place))
                    .toArray();
            label = index(fields.labels(), names, place);
            split = names.indexOf(TextFields.SPLIT);
            return label >= 0 && Arrays.stream(texts).allMatch(index -> index >= 0);
        }

        private int index(List<String> known, List<String> names, Place place) {
            Optional<String> name = TextFields.present(known, names);
            if (name.isEmpty()) {
                problems.add(place, "no column " + TextFields.shown(known, ""));
            }
            return name.map(names::indexOf).orElse(-1);
        }

        @Override
        public void row(Place place, List<String> cells) {
            try {
                List<String> given = Arrays.stream(texts).mapToObj(cells::get).toList();
                add(file, place, given, cells.get(label), split < 0 ? "" : cells.get(split));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
