package dev.modelyard.trainer.training;

import dev.modelyard.contracts.job.Progress;
import java.util.Optional;

/** How fast a training goes, by the steps it has done. */
final class Pace {
    private final long steps;
    private final long begun = System.nanoTime();
    private double earlier;
    private long done;
    private long examples;
    private Optional<Double> finalRate = Optional.empty();

    Pace(long steps) {
        this.steps = steps;
    }

    /** Goes on after so many seconds of another run. */
    void resume(double seconds) {
        earlier = seconds;
    }

    void stepped(int count) {
        done++;
        examples += count;
    }

    /** Of the whole training, earlier runs included. */
    double seconds() {
        return earlier + ownSeconds();
    }

    private double ownSeconds() {
        return (System.nanoTime() - begun) / 1e9;
    }

    /** Where the training is after that many steps. */
    Progress progress(long step, int epoch, int epochs) {
        double seconds = ownSeconds();
        return new Progress(
                "training",
                step,
                steps,
                epoch,
                epochs,
                Optional.of(seconds / done * (steps - step)),
                Optional.of(examples / seconds));
    }

    /** The last step is done. */
    void finished() {
        finalRate = done == 0 ? Optional.empty() : Optional.of(examples / ownSeconds());
    }

    /** What comes after the last step; the figures are those the training ended with. */
    Progress after(String phase, long step, int epoch) {
        return new Progress(phase, step, step, epoch, epoch, Optional.empty(), finalRate);
    }
}
