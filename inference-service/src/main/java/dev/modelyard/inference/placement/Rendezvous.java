package dev.modelyard.inference.placement;

import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.ReplicaId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rendezvous hashing (Thaler and Ravishankar, "Using name-based mappings to increase hit rates", 1998): every replica that sees the
 * same others ranks them alike for a model, and one that comes or goes moves no model but those it gains or held.
 */
final class Rendezvous {
    private Rendezvous() {}

    /** The replicas in the order in which they shall serve the model. */
    static List<ReplicaId> rank(ModelId model, Collection<ReplicaId> replicas) {
        Map<ReplicaId, Long> weights = new HashMap<>();
        replicas.forEach(replica -> weights.put(replica, weight(model, replica)));
        return replicas.stream()
                .sorted(Comparator.<ReplicaId>comparingLong(weights::get).thenComparing(ReplicaId::value))
                .toList();
    }

    private static long weight(ModelId model, ReplicaId replica) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((model.value() + " " + replica.value()).getBytes(StandardCharsets.US_ASCII));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
