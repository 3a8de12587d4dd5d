package dev.modelyard.inference.placement;

import dev.modelyard.contracts.id.ReplicaId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** This process as others know it: an id that is new at every start, and an address. */
@Singleton
public final class Replica {
    private final ReplicaId id = ReplicaId.fresh();
    private final ReplicaConfig config;

    @Inject
    Replica(ReplicaConfig config) {
        this.config = config;
    }

    public ReplicaId id() {
        return id;
    }

    /** The base URL where other services reach this replica, without a trailing slash. */
    public String url() {
        String url = config.advertisedUrl();
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
