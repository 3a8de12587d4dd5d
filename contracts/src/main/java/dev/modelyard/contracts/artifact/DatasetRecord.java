package dev.modelyard.contracts.artifact;

import java.util.List;
import java.util.Optional;

/**
 * One example. Which fields it has depends on the task: text and label; two texts and label or target; file and label; row and
 * label; row and target. Unlabelled ones have texts only.
 *
 * @param label id of the label, counted from 0
 * @param text the text of a text task
 * @param textPair the second text of a task on pairs of texts
 * @param file path of an image below {@link DatasetFiles#FILES}
 * @param row the features of a tabular task, in the order of {@link DatasetSummary#columns()}; NaN where missing
 * @param target the value of a regression, or the grade of a similarity
 */
public record DatasetRecord(
        Split split,
        Optional<Integer> label,
        Optional<String> text,
        Optional<String> textPair,
        Optional<String> file,
        Optional<List<Double>> row,
        Optional<Double> target) {}
