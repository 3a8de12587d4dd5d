package dev.modelyard.trainer.training;

import dev.modelyard.contracts.job.EpochMetrics;
import java.util.Locale;
import java.util.Map;

/** The line of an epoch in the job's log. */
final class EpochLine {
    private EpochLine() {}

    /** The figures in that order, short. */
    static String of(EpochMetrics metrics, Map<String, Double> values, int epochs) {
        StringBuilder line = new StringBuilder("epoch %d/%d".formatted(metrics.epoch(), epochs));
        values.forEach((name, value) -> line.append("  ")
                .append(name)
                .append(' ')
                .append(String.format(
                        Locale.ROOT, Math.abs(value) >= 1000 || Math.abs(value) < 0.001 ? "%.3g" : "%.4f", value)));
        return line.toString();
    }
}
