package dev.modelyard.api.dataset;

import dev.modelyard.contracts.id.DatasetId;
import java.util.Optional;

/** A feature whose things refer to datasets; what is referred to is not deleted. Implementations are CDI beans. */
public interface DatasetUse {
    /** A sentence that says what refers to the dataset, for its owner; called in the transaction that would delete it. */
    Optional<String> of(DatasetId dataset);
}
