package dev.modelyard.inference.prediction;

import dev.modelyard.inference.batching.Signature;
import dev.modelyard.inference.deployment.ServedVersion;
import dev.modelyard.modellibrary.sample.ChoiceSample;
import dev.modelyard.modellibrary.sample.Sample;
import dev.modelyard.servicekit.problem.ProblemException;
import java.util.List;

/** The labels that a call asks about in place of those a model was trained with. */
final class ChosenLabels {
    private static final String FIELD = "labels";
    private static final int MOST = 100;
    private static final int LONGEST = 200;

    private ChosenLabels() {}

    /** @throws ProblemException 400 naming them, if they are not 2 to 100 different texts of a line and at most 200 characters */
    static List<String> checked(List<String> labels) {
        if (labels.size() < 2 || labels.size() > MOST) {
            throw ProblemException.invalidField(FIELD, "must hold 2 to " + MOST + " texts");
        }
        if (labels.stream().anyMatch(label -> label == null || label.isBlank())) {
            throw ProblemException.invalidField(FIELD, "must hold texts that are not blank");
        }
        if (labels.stream()
                .anyMatch(label -> label.length() > LONGEST || label.chars().anyMatch(Character::isISOControl))) {
            throw ProblemException.invalidField(
                    FIELD, "must hold texts of at most " + LONGEST + " characters, without line breaks and the like");
        }
        if (labels.stream().map(String::strip).distinct().count() < labels.size()) {
            throw ProblemException.invalidField(FIELD, "must hold different texts");
        }
        return labels;
    }

    /** @throws ProblemException 400 naming the labels, if the version knows none but its own */
    static List<Sample> beside(List<Sample> samples, List<String> labels, ServedVersion version) {
        if (!version.residence().signature().map(Signature::choosesLabels).orElse(false)) {
            throw ProblemException.invalidField(
                    FIELD, "are for models trained with label_matching, which this one is not");
        }
        return samples.stream()
                .<Sample>map(sample -> new ChoiceSample(sample, labels))
                .toList();
    }
}
