package dev.modelyard.contracts.deployment;

import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.ReplicaId;
import java.time.Instant;
import java.util.Map;

/**
 * A sign of life of an inference replica, every few seconds.
 *
 * @param url where other services reach it
 * @param loaded the models it answers for, with the revision of each
 */
public record ReplicaHeartbeat(ReplicaId replica, String url, Map<ModelId, Long> loaded, Instant at) {
    public ReplicaHeartbeat {
        loaded = Map.copyOf(loaded);
    }
}
