package dev.modelyard.trainer.dataset.content;

import dev.modelyard.contracts.artifact.DatasetSummary;
import java.util.List;
import java.util.Optional;

/**
 * Content that was read and found good.
 *
 * @param columns feature columns of a table
 * @param target name of the target column of a table
 */
public record ReadContent(Draft draft, Labels labels, List<DatasetSummary.Column> columns, Optional<String> target) {}
