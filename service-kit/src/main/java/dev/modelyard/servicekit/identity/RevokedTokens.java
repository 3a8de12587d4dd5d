package dev.modelyard.servicekit.identity;

import dev.modelyard.contracts.id.OwnerId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The clients whose older tokens are dead, as far as the broadcast has told. */
@Singleton
public class RevokedClients {
    private final Map<String, Instant> deadBefore = new ConcurrentHashMap<>();

    /** Whether a token of this client, issued at that second, is dead. A token of the very second counts as older. */
    public boolean isDead(OwnerId client, long issuedAtEpochSecond) {
        Instant at = deadBefore.get(client.value());
        return at != null && issuedAtEpochSecond <= at.getEpochSecond();
    }

    void revoke(String client, Instant at) {
        deadBefore.merge(client, at, (known, told) -> told.isAfter(known) ? told : known);
    }

    void forget(String client) {
        deadBefore.remove(client);
    }
}
