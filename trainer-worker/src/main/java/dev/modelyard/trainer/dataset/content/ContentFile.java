package dev.modelyard.trainer.dataset.content;

import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.job.ContentFormat;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file of examples.
 *
 * @param path what to open
 * @param shown its name in messages
 * @param split what its examples are for, where its name says so
 */
record ContentFile(Path path, String shown, ContentFormat format, Optional<Split> split) {}
