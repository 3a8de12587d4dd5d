package dev.modelyard.trainer.dataset.content;

import dev.modelyard.contracts.job.Progress;
import dev.modelyard.trainer.run.RunContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** How far a phase of an import is; asks on the way whether it must end. One thread's. */
public final class Steps {
    private static final int CHECKED_EVERY = 64;
    private static final int PACE_AFTER_SECONDS = 1;
    private static final double NANOS = 1e9;

    private final RunContext context;
    private final String phase;
    private final long steps;
    private final long begun = System.nanoTime();
    private long done;
    private int calls;

    /** A phase of that many steps: bytes, files or examples. */
    public Steps(RunContext context, String phase, long steps) {
        this.context = context;
        this.phase = phase;
        this.steps = steps;
        context.report(Progress.begun(phase, steps));
    }

    /** So many steps more are done. */
    public void advance(long more) {
        done += more;
        check();
    }

    /** Ends the run if it must end; cheap. */
    public void check() {
        if (++calls % CHECKED_EVERY == 0) {
            context.checkInterruption();
            context.report(progress());
        }
    }

    private Progress progress() {
        double seconds = (System.nanoTime() - begun) / NANOS;
        Optional<Double> left = done > 0 && seconds >= PACE_AFTER_SECONDS
                ? Optional.of(seconds / done * Math.max(0, steps - done))
                : Optional.empty();
        return new Progress(phase, Math.min(done, steps), steps, 0, 0, left, Optional.empty());
    }

    /** A stream whose bytes are the steps. */
    InputStream counting(InputStream source) {
        return new FilterInputStream(source) {
            @Override
            public int read() throws IOException {
                int value = in.read();
                done += value >= 0 ? 1 : 0;
                return value;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int read = in.read(buffer, offset, length);
                done += Math.max(0, read);
                return read;
            }
        };
    }
}
