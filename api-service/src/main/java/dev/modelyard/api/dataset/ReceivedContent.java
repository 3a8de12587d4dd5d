package dev.modelyard.api.dataset;

import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.job.ImportOptions;
import dev.modelyard.contracts.job.ImportSource;
import dev.modelyard.contracts.job.SplitRule;
import java.util.Optional;

/** An upload that lies in the store and waits to be imported, with how that is to be done. */
public record ReceivedContent(
        DatasetId dataset, ImportSource.Upload source, long bytes, ImportOptions options, Optional<SplitRule> split) {}
