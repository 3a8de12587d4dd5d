package dev.modelyard.api.facade.gts;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The GTS API at {@code /gts/api} and {@code /api}. */
@ConfigMapping(prefix = "modelyard.facade.gts")
public interface GtsConfig {
    /**
     * The secret_id in whose name requests without credentials are served, since the original's clients send none. Absent: such requests
     * are answered 401. Whoever reaches the address may then do as that client.
     */
    Optional<String> anonymousAs();

    /** The secret_key of {@code anonymous-as}. Predictions need it: they are asked for with a token of that client. */
    Optional<String> anonymousKey();

    /**
     * The network that tasks of the engine {@code qiankunding} are trained with, a pretrained one, say; what each kind of task is learnt with
     * otherwise if unset. A task keeps the one of its first training.
     */
    Optional<String> qiankundingNetwork();

    /** The same of the engine {@code bagualu}. */
    Optional<String> bagualuNetwork();

    /** The largest body of an upload; a larger one is answered 413. {@code quarkus.http.limits.max-body-size} must not be smaller. */
    @WithDefault("10G")
    MemorySize largestUpload();

    /** An upload that no task has got after this long is deleted. */
    @WithDefault("24h")
    Duration unfinishedUpload();

    /** The longest line of a data file. */
    @WithDefault("1M")
    MemorySize longestLine();

    /** How often it is looked for trainings whose next step is due, besides right after each end of a job. */
    @WithDefault("5s")
    Duration followEvery();
}
