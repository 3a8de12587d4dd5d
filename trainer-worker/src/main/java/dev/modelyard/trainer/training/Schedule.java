package dev.modelyard.trainer.training;

import dev.modelyard.contracts.job.ScheduleKind;

/**
 * The learning rate over a training, as a share of its peak.
 *
 * @param warmup share of all steps in which it rises to its peak
 * @param floor share of the peak it falls to; {@code CONSTANT} and {@code STEP} do not use it
 */
public record Schedule(ScheduleKind kind, double warmup, double floor) {
    private static final double POWER = 0.9;

    public Schedule {
        if (!(warmup >= 0 && warmup < 1 && floor >= 0 && floor <= 1)) {
            throw new IllegalArgumentException("warmup must be at least 0 and below 1, floor between 0 and 1");
        }
    }

    /** The factor for a step, counted from 0, of so many. */
    public double factor(long step, long steps) {
        long rising = Math.round(warmup * steps);
        if (step < rising) {
            return (step + 1.0) / (rising + 1.0);
        }
        double done = Math.min(1, (double) (step - rising) / Math.max(1, steps - rising));
        return switch (kind) {
            case CONSTANT -> 1;
            case COSINE -> floor + (1 - floor) * (1 + Math.cos(Math.PI * done)) / 2;
            case LINEAR -> floor + (1 - floor) * (1 - done);
            case POLYNOMIAL -> floor + (1 - floor) * Math.pow(1 - done, POWER);
            // A tenth after half of the steps, a hundredth after three quarters.
            case STEP -> done < 0.5 ? 1 : done < 0.75 ? 0.1 : 0.01;
        };
    }
}
