package dev.modelyard.api.watch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How jobs are watched while they happen. */
@ConfigMapping(prefix = "modelyard.watch")
public interface WatchConfig {
    /** How often a watcher looks though nothing was said to have changed, and whether its credentials still hold. */
    @WithDefault("2s")
    Duration every();

    /** How long a stream may be quiet before it says that it is there, so that proxies leave it open. */
    @WithDefault("15s")
    Duration quiet();

    /** How often a log that is followed is looked at; workers write to it every second. */
    @WithDefault("1s")
    Duration logEvery();

    /** How many streams a replica serves at once; further ones are told to come back. */
    @WithDefault("1000")
    int streams();

    /** How many of those may be one owner's. */
    @WithDefault("100")
    int streamsOfOwner();
}
