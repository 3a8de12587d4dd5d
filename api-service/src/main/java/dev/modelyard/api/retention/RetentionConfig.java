package dev.modelyard.api.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long what nobody needs any more is kept. Versions of datasets and models stay until they are deleted. */
@ConfigMapping(prefix = "modelyard.retention")
public interface RetentionConfig {
    /** How often what is old is looked for, by one replica; first this long after a start. */
    @WithDefault("1h")
    Duration every();

    /** A job that ended this long ago is forgotten, with its runs and figures. */
    @WithDefault("90d")
    Duration jobs();

    /** The log of a job that ended this long ago is deleted, and with it the changes that watchers can go back to. */
    @WithDefault("30d")
    Duration logs();

    /** The checkpoints of a job that failed this long ago are deleted. */
    @WithDefault("7d")
    Duration failed();

    /** The checkpoints of a job that was stopped this long ago are deleted; until then it can go on from them. */
    @WithDefault("30d")
    Duration stopped();

    /** What a run that was lost or is over left unfinished is deleted this long after its last sign of life. */
    @WithDefault("24h")
    Duration leftovers();

    /**
     * Objects that belong to nothing known are deleted when nothing was written beside them for this long. Longer than this service is ever
     * away while workers go on: what they have made meanwhile is not known yet.
     */
    @WithDefault("7d")
    Duration orphans();
}
