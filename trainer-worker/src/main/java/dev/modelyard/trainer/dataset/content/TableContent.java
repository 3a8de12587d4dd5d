package dev.modelyard.trainer.dataset.content;

import dev.modelyard.contracts.artifact.DatasetSummary;
import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.job.ContentFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Rows of features and a target in csv. */
final class TableContent {
    private final Reading reading;
    private final boolean regression;
    private final Problems problems;
    private List<String> header = List.of();
    private String headerFile = "";
    private int target;
    private List<ColumnScan> scans = List.of();

    TableContent(Reading reading, boolean regression) {
        this.reading = reading;
        this.regression = regression;
        this.problems = reading.problems();
    }

    void read() throws IOException {
        List<ContentFile> files =
                switch (reading.content()) {
                    case Content.Single single -> List.of(single.file());
                    case Content.Folder folder -> folder.files(List.of(ContentFormat.CSV), Content::splitNamed);
                };
        if (files.getFirst().format() != ContentFormat.CSV) {
            throw Problems.failure(files.getFirst().shown() + ": a table is imported from csv");
        }
        Steps steps = reading.steps(files);
        for (ContentFile file : files) {
            int before = reading.draft().size();
            boolean good = problems.none();
            new CsvRows(file, problems, steps).forEach(new Rows(file));
            if (good && problems.none() && reading.draft().size() == before) {
                problems.add(Place.file(file.shown()), "has no rows below the header");
            }
        }
        if (problems.none()) {
            scans.forEach(scan -> scan.check(problems, reading.context()));
        }
    }

    List<DatasetSummary.Column> columns() {
        return scans.stream().map(ColumnScan::column).toList();
    }

    String target() {
        return header.get(target);
    }

    private final class Rows implements CsvRows.Visitor {
        private final ContentFile file;
        private final boolean heldOut;

        Rows(ContentFile file) {
            this.file = file;
            this.heldOut = file.split().filter(split -> split != Split.TRAIN).isPresent();
        }

        @Override
        public boolean header(Place place, List<String> names) {
            if (!header.isEmpty()) {
                if (!names.equals(header)) {
                    problems.add(place, "its columns are not those of " + headerFile);
                }
                return names.equals(header);
            }
            if (names.size() < 2) {
                problems.add(place, "only one column; a table has features and a target, parted by commas");
                return false;
            }
            target = reading.options().target().map(names::indexOf).orElse(names.size() - 1);
            if (target < 0) {
                problems.add(
                        place,
                        "no column " + Problems.shown(reading.options().target().orElse("")) + ", the target");
                return false;
            }
            header = names;
            headerFile = file.shown();
            scans = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                if (i != target) {
                    scans.add(new ColumnScan(names.get(i)));
                }
            }
            return true;
        }

        @Override
        public void row(Place place, List<String> fields) {
            List<String> cells = new ArrayList<>(scans.size());
            for (int i = 0; i < fields.size(); i++) {
                if (i != target) {
                    String cell = fields.get(i).strip();
                    scans.get(cells.size()).cell(place, cell, heldOut);
                    cells.add(cell);
                }
            }
            String wanted = fields.get(target).strip();
            if (Numbers.isMissing(wanted)) {
                problems.add(place, "no value for the target " + Problems.shown(target()));
            } else if (regression) {
                regression(place, cells, wanted);
            } else {
                OptionalInt label = reading.labels().id(wanted, place, problems);
                if (label.isPresent()) {
                    add(place, Example.row(cells, Optional.empty()), label.getAsInt());
                }
            }
        }

        private void regression(Place place, List<String> cells, String wanted) {
            OptionalDouble value = Numbers.parse(wanted);
            if (value.isEmpty() || Double.isInfinite(value.getAsDouble())) {
                problems.add(
                        place,
                        "the target %s is %s, not a finite number"
                                .formatted(Problems.shown(target()), Problems.shown(wanted)));
            } else {
                add(place, Example.row(cells, Optional.of(value.getAsDouble())), 0);
            }
        }

        private void add(Place place, Example example, int label) {
            try {
                reading.draft().add(place, example, file.split(), label);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
