package dev.modelyard.inference.residency;

import dev.modelyard.contracts.id.ModelId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What a residence tells about itself. */
interface ResidenceMetrics {
    /** It has come into memory. */
    void loaded(Duration time);

    /** It has left memory for others. */
    void evicted();

    /** It is over; what was told of it is not told any longer. */
    void over();

    /** By model: {@code modelyard.model.load}, {@code modelyard.model.evictions}. */
    static ResidenceMetrics of(MeterRegistry registry, ModelId model) {
        Timer loads = Timer.builder("modelyard.model.load")
                .description("Time from the begin of fetching a model until it can answer")
                .tag("model", model.value())
                .register(registry);
        Counter evictions = Counter.builder("modelyard.model.evictions")
                .description("How often it left memory for others, or for want of calls")
                .tag("model", model.value())
                .register(registry);
        return new ResidenceMetrics() {
            @Override
            public void loaded(Duration time) {
                loads.record(time);
            }

            @Override
            public void evicted() {
                evictions.increment();
            }

            @Override
            public void over() {
                registry.remove(loads);
                registry.remove(evictions);
            }
        };
    }
}
