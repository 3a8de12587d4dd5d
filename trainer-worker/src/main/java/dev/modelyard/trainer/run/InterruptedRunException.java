package dev.modelyard.trainer.run;

/** Thrown by {@link RunContext#checkInterruption()}; the run ends as its {@link Interruption} says. */
public class InterruptedRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Interruption interruption;

    public InterruptedRunException(Interruption interruption) {
        super("run interrupted: " + interruption);
        this.interruption = interruption;
    }

    public Interruption interruption() {
        return interruption;
    }
}
