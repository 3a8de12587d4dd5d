package dev.modelyard.trainer.dataset.content;

import dev.modelyard.contracts.job.ImportOptions;
import dev.modelyard.trainer.run.RunContext;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** What every reader of content works with. */
record Reading(
        Content content, ImportOptions options, Labels labels, Draft draft, Problems problems, RunContext context) {
    /** The phase of reading these files, its steps their bytes. */
    Steps steps(List<ContentFile> files) throws IOException {
        long bytes = 0;
        for (ContentFile file : files) {
            bytes += Files.size(file.path());
        }
        return new Steps(context, "reading", bytes);
    }
}
