package dev.modelyard.trainer.dataset.content;

import java.util.Optional;

/** How the labels of texts are understood. */
interface Verdicts {
    /**
     * What is to be learnt of one example.
     *
     * @param label its id so far; any number where there are no labels
     * @param grade its number, where labels may turn out to be grades
     */
    record Verdict(int label, Optional<Double> grade) {}

    /** Understands a label, or adds what is wrong with it to the problems. */
    Optional<Verdict> read(String label, Place place);

    /** Whether a number with a fraction may be one. */
    boolean takeFractions();

    /** The labels of the content as a whole; none where they are grades. */
    Labels labels();

    /** Labels are names. */
    static Verdicts named(Reading reading) {
        return new Verdicts() {
            @Override
            public Optional<Verdict> read(String label, Place place) {
                return reading.labels().id(label, place, reading.problems()).stream()
                        .mapToObj(id -> new Verdict(id, Optional.empty()))
                        .findFirst();
            }

            @Override
            public boolean takeFractions() {
                return false;
            }

            @Override
            public Labels labels() {
                return reading.labels();
            }
        };
    }
}
