package dev.modelyard.api.webhook;

import dev.modelyard.api.background.BackgroundLoop;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/**
 * Makes the tries that are due, each on a thread of its own. Every replica does; what a slow receiver takes is its own turn, and the room
 * of its host.
 */
@ApplicationScoped
class Deliverer {
    private static final Logger LOG = Logger.getLogger(Deliverer.class);

    private final DeliveryService deliveries;
    private final WebhookClient client;
    private final SigningSecrets secrets;
    private final InFlight inFlight;
    private final BackgroundLoop loop;
    private final BackgroundLoop forgetting;
    private final ExecutorService tries = Executors.newVirtualThreadPerTaskExecutor();

    Deliverer(DeliveryService deliveries, WebhookClient client, SigningSecrets secrets, WebhookConfig config) {
        this.deliveries = deliveries;
        this.client = client;
        this.secrets = secrets;
        this.inFlight = new InFlight(config.concurrency(), config.concurrencyPerHost());
        this.loop = new BackgroundLoop("webhooks", config.every(), this::deliverDue);
        this.forgetting = new BackgroundLoop("old webhook deliveries", config.sweepEvery(), deliveries::forgetOld);
    }

    void start(@Observes StartupEvent event) {
        if (secrets.available()) {
            loop.start();
        }
        forgetting.start();
    }

    /** Tries that are being made end without a word; another replica, or the next start, makes them again. */
    void stop(@Observes ShutdownEvent event) {
        loop.stop();
        forgetting.stop();
        tries.shutdownNow();
    }

    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) DeliveryFilled event) {
        loop.raise();
    }

    private void deliverDue() {
        while (!loop.stopping() && inFlight.hasRoom()) {
            Optional<Attempt> next = deliveries.claim(inFlight.busy());
            if (next.isEmpty()) {
                return;
            }
            Attempt attempt = next.get();
            inFlight.began(attempt);
            tries.execute(() -> make(attempt));
        }
    }

    private void make(Attempt attempt) {
        try {
            deliveries.ended(attempt, client.send(attempt));
        } catch (InterruptedException e) {
            LOG.debugf(e, "%s was interrupted", attempt.id());
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warnf(
                    "What came of %s to %s was not written down; it is sent again: %s",
                    attempt.id(), attempt.webhook().id(), e.getMessage());
        } finally {
            inFlight.ended(attempt);
            loop.raise();
        }
    }
}
