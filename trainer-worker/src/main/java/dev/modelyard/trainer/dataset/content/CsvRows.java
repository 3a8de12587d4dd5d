package dev.modelyard.trainer.dataset.content;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A csv file with a header, checked for what can be wrong with any: encoding, quotes, header, width of the rows. */
final class CsvRows {
    private final ContentFile file;
    private final Problems problems;
    private final Steps steps;

    CsvRows(ContentFile file, Problems problems, Steps steps) {
        this.file = file;
        this.problems = problems;
        this.steps = steps;
    }

    /** Takes the header, and then row after row; each has as many fields as the header. */
    interface Visitor {
        /** Says whether the rows are worth reading. */
        boolean header(Place place, List<String> names);

        void row(Place place, List<String> fields);
    }

    /** Reads the file; what is wrong with it is among the problems then. */
    void forEach(Visitor visitor) throws IOException {
        if (!readable()) {
            return;
        }
        try (InputStream content = Files.newInputStream(file.path());
                CsvReader<CsvRecord> reader = CsvReader.builder()
                        .detectBomHeader(true)
                        .skipEmptyLines(true)
                        .allowMissingFields(true)
                        .allowExtraFields(true)
                        .allowExtraCharsAfterClosingQuote(false)
                        .ofCsvRecord(new InputStreamReader(steps.counting(content), StandardCharsets.UTF_8));
                CloseableIterator<CsvRecord> records = reader.iterator()) {
            read(records, visitor);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void read(CloseableIterator<CsvRecord> records, Visitor visitor) {
        Place last = Place.file(file.shown());
        try {
            if (!records.hasNext()) {
                problems.add(last, "is empty");
                return;
            }
            CsvRecord first = records.next();
            last = new Place(file.shown(), first.getStartingLineNumber());
            List<String> names = first.getFields().stream().map(String::strip).toList();
            if (!checkedHeader(last, names) || !visitor.header(last, names)) {
                return;
            }
            while (records.hasNext()) {
                CsvRecord row = records.next();
                last = new Place(file.shown(), row.getStartingLineNumber());
                if (row.getFieldCount() == names.size()) {
                    visitor.row(last, row.getFields());
                } else {
                    problems.add(
                            last,
                            "%d values where the header has %d columns".formatted(row.getFieldCount(), names.size()));
                }
                steps.check();
            }
        } catch (CsvParseException e) {
            problems.add(
                    new Place(file.shown(), last.line() + 1),
                    "broken csv here or below: " + e.getMessage()
                            + (e.getCause() == null ? "" : ": " + e.getCause().getMessage()));
        }
    }

    private boolean checkedHeader(Place place, List<String> names) {
        Set<String> seen = new HashSet<>();
        boolean good = true;
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).isEmpty()) {
                problems.add(place, "column " + (i + 1) + " has no name; the first line names the columns");
                good = false;
            } else if (!seen.add(names.get(i))) {
                problems.add(place, "two columns are named " + Problems.shown(names.get(i)));
                good = false;
            }
        }
        boolean numbers = names.stream().allMatch(name -> Numbers.parse(name).isPresent());
        if (good && numbers && names.stream().anyMatch(name -> name.contains("."))) {
            problems.add(place, "numbers where the names of the columns belong; the first line names the columns");
            return false;
        }
        return good;
    }

    /** Whether it is UTF-8 and every quote is closed, which the csv reader itself does not say. */
    private boolean readable() throws IOException {
        boolean readable = true;
        QuoteScan quotes = new QuoteScan();
        try (TextLines lines = new TextLines(Files.newInputStream(file.path()))) {
            for (TextLines.Line line = lines.next(); line != null; line = lines.next()) {
                switch (line) {
                    case TextLines.Line.Text text -> quotes.line(text.number(), text.text());
                    case TextLines.Line.Unreadable unreadable -> {
                        problems.add(new Place(file.shown(), unreadable.number()), unreadable.problem());
                        readable = false;
                    }
                }
                steps.check();
            }
        }
        if (readable && quotes.open()) {
            problems.add(new Place(file.shown(), quotes.openedAt()), "a quote is opened here and never closed");
            return false;
        }
        return readable;
    }
}
