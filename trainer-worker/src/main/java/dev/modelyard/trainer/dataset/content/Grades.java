package dev.modelyard.trainer.dataset.content;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Labels of a similarity: names, as {@code 0} and {@code 1}, or numbers on a scale. They are a scale as soon as one of them is a number
 * other than 0 and 1, unless the labels were given beforehand.
 */
final class Grades implements Verdicts {
    private final Reading reading;
    private boolean scale;
    private Optional<Place> firstName = Optional.empty();
    private String nameThere = "";

    Grades(Reading reading) {
        this.reading = reading;
    }

    @Override
    public Optional<Verdict> read(String label, Place place) {
        OptionalDouble number = reading.labels().open() ? Numbers.parse(label) : OptionalDouble.empty();
        if (number.isEmpty()) {
            return named(label, place);
        }
        double grade = number.getAsDouble();
        if (!Double.isFinite(grade)) {
            reading.problems().add(place, "label " + Problems.shown(label) + " is not a finite number");
            return Optional.empty();
        }
        if (label.equals("0") || label.equals("1")) {
            int id = reading.labels().id(label, place, reading.problems()).orElseThrow();
            return Optional.of(new Verdict(id, Optional.of(grade)));
        }
        if (!scale) {
            scale = true;
            firstName.ifPresent(where -> refuseName(nameThere, where));
        }
        return Optional.of(new Verdict(0, Optional.of(grade)));
    }

    private Optional<Verdict> named(String label, Place place) {
        if (scale) {
            refuseName(label, place);
            return Optional.empty();
        }
        if (firstName.isEmpty()) {
            firstName = Optional.of(place);
            nameThere = label;
        }
        return reading.labels().id(label, place, reading.problems()).stream()
                .mapToObj(id -> new Verdict(id, Optional.empty()))
                .findFirst();
    }

    private void refuseName(String label, Place place) {
        reading.problems().add(place, "label " + Problems.shown(label) + " is not a number, though others are");
    }

    @Override
    public boolean takeFractions() {
        return true;
    }

    @Override
    public Labels labels() {
        return scale ? Labels.found() : reading.labels();
    }
}
