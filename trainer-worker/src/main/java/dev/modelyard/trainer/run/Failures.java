package dev.modelyard.trainer.run;

import dev.modelyard.artifactstore.ArtifactCorruptException;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.RunId;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jboss.logging.Logger;

/** Says what a thrown error means for the owner of a job; particulars of our own defects go to this worker's log only. */
@ApplicationScoped
public class Failures {
    private static final Logger LOG = Logger.getLogger(Failures.class);

    /** What the owner is told. */
    record Failure(ErrorCode code, String message) {}

    Failure of(Throwable error, RunId run) {
        return switch (error) {
            case JobFailedException failed -> new Failure(failed.code(), String.valueOf(failed.getMessage()));
            case ArtifactCorruptException corrupt -> logged(ErrorCode.ARTIFACT_CORRUPT, corrupt, run);
            case UncheckedIOException io -> of(Objects.requireNonNull(io.getCause()), run);
            case IOException io -> logged(ErrorCode.STORAGE_UNAVAILABLE, io, run);
            case OutOfMemoryError memory -> logged(ErrorCode.OUT_OF_MEMORY, memory, run);
            default -> logged(ErrorCode.INTERNAL, error, run);
        };
    }

    private static Failure logged(ErrorCode code, Throwable error, RunId run) {
        LOG.errorf(error, "run %s failed", run);
        String said =
                switch (code) {
                    case ARTIFACT_CORRUPT -> "a stored artifact is not what its manifest says";
                    case STORAGE_UNAVAILABLE -> "the artifact store could not be read or written";
                    case OUT_OF_MEMORY -> "the worker ran out of memory";
                    default -> "the worker failed";
                };
        return new Failure(code, said + "; its log has the particulars under " + run);
    }
}
