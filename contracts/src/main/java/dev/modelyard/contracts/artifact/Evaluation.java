package dev.modelyard.contracts.artifact;

import java.util.List;
import java.util.Optional;

/**
 * How a model version answers for the examples it was not trained on, class by class.
 *
 * @param validation of the validation split, or of the examples that were set aside in its place
 * @param test of the test split
 * @param temperature that logits are divided by, found on the examples of {@code validation}; absent: they are as they were trained
 */
public record Evaluation(Optional<Classes> validation, Optional<Classes> test, Optional<Double> temperature) {
    /**
     * Of one split.
     *
     * @param macroF1 mean F1 of the classes that occur as truth or answer
     * @param classes in the order of the labels
     * @param confusion how often each class (row) was answered as each (column)
     */
    public record Classes(double accuracy, double macroF1, List<ClassFigures> classes, List<List<Long>> confusion) {
        public Classes {
            classes = List.copyOf(classes);
            confusion = confusion.stream().map(List::copyOf).toList();
        }
    }

    /**
     * Of one class.
     *
     * @param precision share of the answers with this class that are right; 0 where there are none
     * @param recall share of the examples of this class that are answered so; 0 where there are none
     * @param f1 harmonic mean of both
     * @param examples of this class
     */
    public record ClassFigures(String label, double precision, double recall, double f1, long examples) {}
}
