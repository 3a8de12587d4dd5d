package dev.modelyard.trainer.run;

import dev.modelyard.artifactstore.ArtifactStore;
import dev.modelyard.contracts.artifact.StoreLayout;
import dev.modelyard.contracts.id.RunId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;

/** The log of one run: lines gathered here and written to the store in chunks. */
final class RunLog {
    private static final Logger LOG = Logger.getLogger(RunLog.class);
    // While the store is away the oldest lines go first; a log must not fill the memory.
    private static final int LONGEST = 1 << 20;
    private static final String CUT = "… earlier lines were lost while the store was away\n";

    private final RunId run;
    private final ArtifactStore store;
    private final StringBuilder lines = new StringBuilder();
    private int chunk;

    RunLog(RunId run, ArtifactStore store) {
        this.run = run;
        this.store = store;
    }

    synchronized void add(String line) {
        lines.append(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .append(' ')
                .append(line.replace('\n', ' '))
                .append('\n');
        if (lines.length() > LONGEST) {
            lines.delete(0, lines.length() / 2).insert(0, CUT);
        }
    }

    /** Writes what was gathered as the next chunk; what cannot be written is kept for the next time. */
    synchronized void flush() {
        if (lines.isEmpty()) {
            return;
        }
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        try {
            store.put(StoreLayout.logChunk(run, chunk), new ByteArrayInputStream(bytes));
            chunk++;
            lines.setLength(0);
        } catch (IOException e) {
            LOG.warnf("log of run %s waits: %s", run, e.getMessage());
        }
    }
}
