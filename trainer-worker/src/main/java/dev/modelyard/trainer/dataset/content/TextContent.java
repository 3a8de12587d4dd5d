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

/** Texts, or pairs of them, in jsonl or csv: labelled ones, and unlabelled ones in a file or split of that name. */
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
                    case Content.Folder folder ->
                        folder.files(List.of(ContentFormat.JSONL, ContentFormat.CSV), Content::anySplitNamed);
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
        if (texts.isEmpty()) {
            return;
        }
        JsonNode split = object.path(TextFields.SPLIT);
        if (isUnlabelled(file, split.asText(""))) {
            addUnlabelled(place, texts.get());
            return;
        }
        Optional<String> label = label(object, place);
        if (label.isEmpty()) {
            return;
        }
        if (!split.isMissingNode() && !split.isTextual()) {
            problems.add(place, "\"split\" is not a text");
            return;
        }
        add(file, place, texts.get(), label.get(), split.asText(""));
    }

    private static boolean isUnlabelled(ContentFile file, String split) {
        return file.split()
                .or(() -> Content.anySplitNamed(split.strip()))
                .filter(Split.UNLABELLED::equals)
                .isPresent();
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
        if (anyIsEmpty(texts, place)) {
            return;
        }
        if (label.isBlank()) {
            problems.add(place, "the label is empty");
            return;
        }
        if (anyHasHalfCharacter(Stream.concat(texts.stream(), Stream.of(label)), place)) {
            return;
        }
        Optional<Split> named = split.isBlank() ? Optional.empty() : Content.anySplitNamed(split.strip());
        if (!split.isBlank() && named.isEmpty()) {
            problems.add(place, "split " + Problems.shown(split) + " is not train, validation, test or unlabelled");
            return;
        }
        Optional<Verdicts.Verdict> verdict = verdicts.read(label.strip(), place);
        if (verdict.isPresent()) {
            reading.draft()
                    .add(
                            place,
                            example(texts, verdict.get().grade()),
                            file.split().or(() -> named),
                            verdict.get().label());
        }
    }

    private void addUnlabelled(Place place, List<String> texts) throws IOException {
        if (!anyIsEmpty(texts, place) && !anyHasHalfCharacter(texts.stream(), place)) {
            reading.draft().addUnlabelled(example(texts, Optional.empty()));
        }
    }

    private static Example example(List<String> texts, Optional<Double> grade) {
        return texts.size() == 1
                ? Example.text(texts.getFirst())
                : Example.pair(texts.getFirst(), texts.getLast(), grade);
    }

    private boolean anyIsEmpty(List<String> texts, Place place) {
        for (int i = 0; i < texts.size(); i++) {
            if (isEmpty(texts.get(i))) {
                problems.add(
                        place,
                        texts.size() == 1
                                ? "the text is empty"
                                : fields.texts().get(i).getFirst() + " is empty");
                return true;
            }
        }
        return false;
    }

    private boolean anyHasHalfCharacter(Stream<String> values, Place place) {
        boolean found = values.anyMatch(TextContent::hasHalfCharacter);
        if (found) {
            problems.add(place, "holds half of a character (a surrogate without its other half)");
        }
        return found;
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
            boolean labelled = !isUnlabelled(file, "");
            label = labelled ? index(fields.labels(), names, place) : -1;
            split = names.indexOf(TextFields.SPLIT);
            return (label >= 0 || !labelled) && Arrays.stream(texts).allMatch(index -> index >= 0);
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
                String named = split < 0 ? "" : cells.get(split);
                if (isUnlabelled(file, named)) {
                    addUnlabelled(place, given);
                } else {
                    add(file, place, given, cells.get(label), named);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
