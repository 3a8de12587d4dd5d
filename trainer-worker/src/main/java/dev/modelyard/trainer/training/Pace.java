package dev.modelyard.trainer.training;

import dev.modelyard.contracts.job.Progress;
import java.util.Optional;

/** How fast a training goes, by the steps it has done. */
final class Pace {
    private final long steps;
    private final long begun = System.nanoTime();
    private long done;
    private long examples;

    Pace(long steps) {
        this.steps = steps;
    }

    void stepped(int count) {
        done++;
        examples += count;
    }

    double seconds() {
        return (System.nanoTime() - begun) / 1e9;
    }

    /** Where the training is after that many steps. */
    Progress progress(long step, int epoch, int epochs) {
        double seconds = seconds();
        return new Progress(
                "training",
                step,
                steps,
                epoch,
                epochs,
                Optional.of(seconds / done * (steps - step)),
                Optional.of(examples / seconds));
    }

    /** What comes after the last step; figures are those the training ended with. */
    Progress after(String phase, long step, int epoch, double trainingSeconds) {
        return new Progress(phase, step, step, epoch, epoch, Optional.empty(), Optional.of(examples / trainingSeconds));
    }
}
