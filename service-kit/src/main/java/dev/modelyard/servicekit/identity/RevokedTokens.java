package dev.modelyard.servicekit.identity;

import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.identity.Revocation;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which tokens are dead before their time, as far as the broadcast has told. */
@Singleton
public class RevokedTokens {
    private final Map<String, Instant> deadUntil = new ConcurrentHashMap<>();

    /** Whether a token is dead. One of the very second of a revocation counts as older than it. */
    boolean isDead(IssuedToken token) {
        OwnerId client = token.client();
        String secret = token.secret().orElse("");
        return covers(client.value(), token)
                || covers(new Revocation.OfSecret(client, secret, Instant.EPOCH).recordKey(), token)
                || covers(new Revocation.OfSigningKey(token.kid(), Instant.EPOCH).recordKey(), token);
    }

    void add(Revocation revocation) {
        switch (revocation) {
            case Revocation.OfClient ofClient -> put(ofClient.recordKey(), ofClient.at());
            case Revocation.OfSecret ofSecret -> {
                put(ofSecret.recordKey(), ofSecret.at());
                // a token that does not name its secret may be of this one
                put(new Revocation.OfSecret(ofSecret.client(), "", ofSecret.at()).recordKey(), ofSecret.at());
            }
            // who has the key writes any time into a token
            case Revocation.OfSigningKey ofKey -> put(ofKey.recordKey(), Instant.MAX);
        }
    }

    void forget(String recordKey) {
        deadUntil.remove(recordKey);
    }

    private void put(String recordKey, Instant at) {
        deadUntil.merge(recordKey, at, (known, told) -> told.isAfter(known) ? told : known);
    }

    private boolean covers(String recordKey, IssuedToken token) {
        Instant at = deadUntil.get(recordKey);
        return at != null && token.issuedAtSecond() <= at.getEpochSecond();
    }
}
