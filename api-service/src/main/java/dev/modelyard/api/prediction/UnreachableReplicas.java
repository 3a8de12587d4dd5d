package dev.modelyard.api.prediction;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/** Tells the log of replicas that do not answer, of each now and then only: while one is away, every call meets it. */
final class UnreachableReplicas {
    private static final Logger LOG = Logger.getLogger(UnreachableReplicas.class);
    private static final long PAUSE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int MOST = 100;

    /** When each was told of last. */
    private final Map<URI, Long> told = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<URI, Long> eldest) {
            return size() > MOST;
        }
    };

    void tell(URI replica, ReplicaUnreachableException failure) {
        if (isDue(replica, System.nanoTime())) {
            LOG.warnf("The replica at %s did not answer a prediction: %s", replica, failure.getMessage());
        }
    }

    private synchronized boolean isDue(URI replica, long now) {
        Long before = told.get(replica);
        if (before != null && now - before < PAUSE_NANOS) {
            return false;
        }
        told.put(replica, now);
        return true;
    }
}
