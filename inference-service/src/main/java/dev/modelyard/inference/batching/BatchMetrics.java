package dev.modelyard.inference.batching;

import dev.modelyard.contracts.id.ModelId;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** What a queue tells about itself. */
interface BatchMetrics {
    /** How long a part waited for its run. */
    void waited(long nanos);

    /** A run of so many inputs. */
    void ran(int inputs, long nanos);

    /** Nothing more will be told, and what was told is not kept. */
    void over();

    /** By model: {@code modelyard.prediction.wait}, {@code modelyard.prediction.run}, {@code modelyard.prediction.batch}. */
    static BatchMetrics of(MeterRegistry registry, ModelId model) {
        return new Meters(
                registry,
                Timer.builder("modelyard.prediction.wait")
                        .description("Time from a call to its run")
                        .tag("model", model.value())
                        .register(registry),
                Timer.builder("modelyard.prediction.run")
                        .description("Time of a run, preparation of its inputs included")
                        .tag("model", model.value())
                        .register(registry),
                DistributionSummary.builder("modelyard.prediction.batch")
                        .description("Inputs of a run")
                        .tag("model", model.value())
                        .register(registry));
    }

    /** Kept by Micrometer. */
    record Meters(MeterRegistry registry, Timer delay, Timer run, DistributionSummary batch) implements BatchMetrics {
        @Override
        public void waited(long nanos) {
            delay.record(nanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public void ran(int inputs, long nanos) {
            run.record(nanos, TimeUnit.NANOSECONDS);
            batch.record(inputs);
        }

        @Override
        public void over() {
            registry.remove(delay);
            registry.remove(run);
            registry.remove(batch);
        }
    }
}
