package dev.modelyard.inference.placement;

import io.smallrye.config.ConfigMapping;

/** How other services find this replica. */
@ConfigMapping(prefix = "modelyard")
public interface ReplicaConfig {
    /** The base URL under which the other services reach this inference replica. The loopback address and the HTTP port unless set. */
    String advertisedUrl();
}
