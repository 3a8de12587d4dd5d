package dev.modelyard.api.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where webhooks may be sent, and how deliveries are tried. */
@ConfigMapping(prefix = "modelyard.webhooks")
public interface WebhookConfig {
    /**
     * At least 32 characters that are kept nowhere but here; the signing secrets of all webhooks are derived from it, so a new one
     * changes them all. The same for all replicas. None: there are no webhooks.
     */
    Optional<String> key();

    /**
     * The hosts that webhooks may be sent to, comma separated: `host` (https on port 443), `host:port`, `host:*` (any port), `*.domain`
     * (every name below it); `http://` before it allows plain HTTP there, and only that. None: webhooks cannot be made.
     */
    Optional<List<String>> allowedHosts();

    /** How many webhooks an owner may have. */
    @WithDefault("20")
    int perOwner();

    /** How long a receiver may take to accept a connection. */
    @WithDefault("5s")
    Duration connectTimeout();

    /** How long a receiver may take to answer, connection included. */
    @WithDefault("15s")
    Duration timeout();

    /** How many deliveries a replica tries at the same time. */
    @WithDefault("32")
    int concurrency();

    /** How many of them may go to one host; to one webhook there is one at a time. */
    @WithDefault("4")
    int concurrencyPerHost();

    /** The pauses before a delivery is tried again, each up to a fifth longer or shorter; after the last it has failed. */
    @WithDefault("5s,30s,5m,30m,2h,5h,8h,8h")
    List<Duration> retries();

    /** A receiver's Retry-After is heeded up to this. */
    @WithDefault("1h")
    Duration longestRetryAfter();

    /** For how long the old secret goes on signing beside the new one after a rotation. */
    @WithDefault("24h")
    Duration rotationGrace();

    /** Deliveries older than this are forgotten, whatever came of them; longer than all retries together. */
    @WithDefault("168h")
    Duration kept();

    /** How often deliveries that are due are looked for, besides right after a job has ended. */
    @WithDefault("1s")
    Duration every();

    /** How often old deliveries are looked for. */
    @WithDefault("10m")
    Duration sweepEvery();
}
