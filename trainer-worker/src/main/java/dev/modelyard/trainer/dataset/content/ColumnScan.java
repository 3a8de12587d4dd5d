package dev.modelyard.trainer.dataset.content;

import dev.modelyard.contracts.artifact.DatasetSummary;
import dev.modelyard.trainer.run.RunContext;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;

/** Learns from its cells what a feature column is: numbers, unless a training value is something else. */
final class ColumnScan {
    private static final int MAX_CATEGORIES = 1000;

    private final String name;
    private final TreeSet<String> values = new TreeSet<>();
    private Optional<Place> firstWord = Optional.empty();
    private Optional<Place> firstInfinite = Optional.empty();
    private Optional<Place> firstLong = Optional.empty();
    private Optional<String> firstHeldOutWord = Optional.empty();
    private boolean tooMany;
    private boolean any;

    ColumnScan(String name) {
        this.name = name;
    }

    /** Takes a cell; {@code heldOut} ones, for validation or test, have no say in what the column is. */
    void cell(Place place, String cell, boolean heldOut) {
        if (Numbers.isMissing(cell)) {
            return;
        }
        OptionalDouble number = Numbers.parse(cell);
        if (number.isEmpty() && heldOut && firstHeldOutWord.isEmpty()) {
            firstHeldOutWord = Optional.of(place + ": column " + Problems.shown(name) + " has " + Problems.shown(cell)
                    + ", but only numbers in the training data");
        }
        if (number.isPresent() && Double.isInfinite(number.getAsDouble()) && firstInfinite.isEmpty()) {
            firstInfinite = Optional.of(place);
        }
        if (heldOut) {
            return;
        }
        any = true;
        if (number.isEmpty() && firstWord.isEmpty()) {
            firstWord = Optional.of(place);
        }
        if (number.isEmpty() && cell.length() > Labels.LONGEST) {
            firstLong = firstLong.isPresent() ? firstLong : Optional.of(place);
            return;
        }
        if (!tooMany && values.add(cell) && values.size() > MAX_CATEGORIES) {
            tooMany = true;
            values.clear();
        }
    }

    private boolean numeric() {
        return firstWord.isEmpty();
    }

    void check(Problems problems, RunContext context) {
        if (numeric()) {
            firstInfinite.ifPresent(place ->
                    problems.add(place, "column " + Problems.shown(name) + " has a number that is not finite"));
            firstHeldOutWord.ifPresent(problems::add);
            if (!any) {
                context.log("A column has no value in any training row");
            }
            return;
        }
        firstLong.ifPresent(place -> problems.add(
                place,
                "column %s has a value of more than %d characters, too long for a category"
                        .formatted(Problems.shown(name), Labels.LONGEST)));
        firstWord.ifPresent(place -> {
            if (tooMany) {
                problems.add(
                        place,
                        "column %s is not a number here, and has more than %d different values, too many for categories"
                                .formatted(Problems.shown(name), MAX_CATEGORIES));
            } else {
                context.log("A column is read as categories because of " + place);
            }
        });
    }

    DatasetSummary.Column column() {
        return new DatasetSummary.Column(name, numeric() ? List.of() : List.copyOf(values));
    }
}
