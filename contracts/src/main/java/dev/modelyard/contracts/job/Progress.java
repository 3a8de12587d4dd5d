package dev.modelyard.contracts.job;

import java.util.Optional;

/**
 * How far a run is.
 *
 * @param phase what it does now, a short lower-case word: {@code reading}, {@code training}, {@code testing}, {@code saving}
 * @param step steps done in this phase; of a training that is tested or saved, those it was trained
 * @param steps steps of this phase, an upper bound where it may end early
 * @param epoch epochs begun
 * @param epochs epochs at the most; 0 where the phase has none
 * @param etaSeconds seconds left by the pace so far, absent until there is one
 * @param samplesPerSecond examples a second by the pace so far
 */
public record Progress(
        String phase,
        long step,
        long steps,
        int epoch,
        int epochs,
        Optional<Double> etaSeconds,
        Optional<Double> samplesPerSecond) {
    /** A phase whose pace is not known yet. */
    public static Progress begun(String phase, long steps) {
        return new Progress(phase, 0, steps, 0, 0, Optional.empty(), Optional.empty());
    }
}
