package dev.modelyard.trainer.intake;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Default;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/** Looks whether the broker has share groups (KIP-932), without which this worker cannot take jobs; says so plainly if not. */
@Default
@Readiness
@ApplicationScoped
public class BrokerCheck implements HealthCheck {
    private static final Logger LOG = Logger.getLogger(BrokerCheck.class);
    private static final String FEATURE = "share.version";
    private static final Duration RETRY = Duration.ofSeconds(1);

    private enum Finding {
        NO_ANSWER("the Kafka broker does not answer yet"),
        NO_SHARE_GROUPS(
                "the Kafka broker has no share groups (feature share.version is 0): Modelyard needs Kafka 4.2 with"
                        + " `kafka-features.sh upgrade --feature share.version=1`"),
        READY("the Kafka broker has share groups");

        private final String sentence;

        Finding(String sentence) {
            this.sentence = sentence;
        }
    }

    private final Map<String, Object> kafka;
    private volatile Finding finding = Finding.NO_ANSWER;
    private volatile boolean stopping;

    BrokerCheck(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.kafka = kafka;
    }

    /** Waits until the broker answers and has share groups; false if the worker stops before. */
    boolean awaitShareGroups() {
        Finding said = Finding.READY;
        while (!stopping) {
            finding = look();
            if (finding == Finding.READY) {
                return true;
            }
            if (finding != said) {
                LOG.warn(finding.sentence);
                said = finding;
            }
            pause();
        }
        return false;
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    private Finding look() {
        try (Admin admin = Admin.create(new HashMap<>(kafka))) {
            FeatureMetadata features =
                    admin.describeFeatures().featureMetadata().get();
            var version = features.finalizedFeatures().get(FEATURE);
            return version != null && version.maxVersionLevel() > 0 ? Finding.READY : Finding.NO_SHARE_GROUPS;
        } catch (ExecutionException e) {
            LOG.debugf(e, "describeFeatures failed");
            return Finding.NO_ANSWER;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.NO_ANSWER;
        }
    }

    private void pause() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }

    @Override
    public HealthCheckResponse call() {
        Finding now = finding;
        return HealthCheckResponse.named("share-groups")
                .status(now == Finding.READY)
                .withData("finding", now.sentence)
                .build();
    }
}
