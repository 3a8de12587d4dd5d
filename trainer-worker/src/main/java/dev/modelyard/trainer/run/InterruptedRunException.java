package dev.modelyard.trainer.run;

import dev.modelyard.contracts.job.CheckpointReference;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Thrown by {@link RunContext#checkInterruption()}; the run ends as its {@link Interruption} says. */
public class InterruptedRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Interruption interruption;
    private final transient @Nullable CheckpointReference checkpoint;

    public InterruptedRunException(Interruption interruption) {
        super("run interrupted: " + interruption);
        this.interruption = interruption;
        this.checkpoint = null;
    }

    /** The same interruption, after its run has kept where it is. */
    public InterruptedRunException(InterruptedRunException cause, CheckpointReference checkpoint) {
        super(cause.getMessage(), cause);
        this.interruption = cause.interruption;
        this.checkpoint = checkpoint;
    }

    public Interruption interruption() {
        return interruption;
    }

    /** From where another run may go on. */
    public Optional<CheckpointReference> checkpoint() {
        return Optional.ofNullable(checkpoint);
    }
}
