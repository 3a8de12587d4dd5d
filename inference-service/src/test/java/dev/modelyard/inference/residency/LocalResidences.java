package dev.modelyard.inference.residency;

import dev.modelyard.contracts.error.ErrorCode;
import java.time.Duration;

/** Residences without a service around them. */
public final class LocalResidences {
    private LocalResidences() {}

    /** One whose version cannot be loaded. */
    public static Residence empty() {
        return new Residence(
                (_, _) -> {
                    throw new UnloadableException(ErrorCode.ARTIFACT_CORRUPT, "there is none");
                },
                Runnable::run,
                Duration.ZERO,
                Duration.ZERO,
                new Unmeasured());
    }

    private static final class Unmeasured implements ResidenceMetrics {
        @Override
        public void loaded(Duration time) {}

        @Override
        public void evicted() {}

        @Override
        public void over() {}
    }
}
