package dev.modelyard.api.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How jobs are handed out, and when they are taken back. */
@ConfigMapping(prefix = "modelyard.dispatch")
public interface DispatchConfig {
    /** How many jobs of a lane are handed out beyond the free slots, so that a worker need not wait for the next. */
    @WithDefault("1")
    int lookAhead();

    /** How often each lane is looked at though nothing was said to have changed. */
    @WithDefault("1s")
    Duration every();

    /** How often jobs that nobody answers for are looked for. */
    @WithDefault("1s")
    Duration sweepEvery();

    /** A run not heard of for this long is lost; judged only when every event there is has been read. */
    @WithDefault("15s")
    Duration silence();

    /**
     * A dispatch that no worker has started is lost when the lane has had a free slot for this long. More than a share group's
     * record lock (30 s by Kafka's default), after which a record that a dead worker took is free again.
     */
    @WithDefault("45s")
    Duration unanswered();

    /** A stop of a job that no worker has started is final after this. */
    @WithDefault("5s")
    Duration stopPatience();

    /** A run that is alive and does not obey a stop is given up after this. */
    @WithDefault("60s")
    Duration stopLimit();
}
