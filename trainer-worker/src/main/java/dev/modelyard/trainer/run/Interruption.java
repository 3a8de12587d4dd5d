package dev.modelyard.trainer.run;

/** Why a run in progress must end before it is done. */
public enum Interruption {
    /** It need not. */
    NONE,
    /** The owner asked for a stop. */
    STOP,
    /** The worker shuts down and hands the job back. */
    YIELD,
    /** Another run is bound to the job, or the job has ended; nothing this run says counts. */
    SUPERSEDED
}
