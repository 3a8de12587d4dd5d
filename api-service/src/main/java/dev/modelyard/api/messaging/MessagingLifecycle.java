package dev.modelyard.api.messaging;

import dev.modelyard.api.background.BackgroundLoop;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Sets the broker up, then publishes and reads, until the service ends. */
@ApplicationScoped
class MessagingLifecycle {
    private static final Logger LOG = Logger.getLogger(MessagingLifecycle.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final TopicSetup topics;
    private final OutboxPublisher publisher;
    private final List<MessageReader> readers;
    private final BackgroundLoop loop = new BackgroundLoop("outbox", LOOK_AGAIN, this::work);
    private volatile Optional<String> missing = Optional.of("The topics are not set up yet.");

    MessagingLifecycle(
            TopicSetup topics,
            OutboxPublisher publisher,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @All List<MessageHandler> handlers) {
        this.topics = topics;
        this.publisher = publisher;
        this.readers = handlers.stream()
                .map(handler -> new MessageReader(kafka, handler))
                .toList();
    }

    void start(@Observes StartupEvent event) {
        loop.start();
    }

    void stop(@Observes ShutdownEvent event) {
        readers.forEach(MessageReader::stop);
        loop.stop();
        readers.forEach(MessageReader::awaitEnd);
    }

    void wake(@Observes(during = TransactionPhase.AFTER_SUCCESS) OutboxFilled filled) {
        loop.raise();
    }

    /** Why messages cannot flow, if they cannot. */
    Optional<String> missing() {
        return missing;
    }

    private void work() {
        if (missing.isPresent() && !setUp()) {
            return;
        }
        while (!loop.stopping() && publisher.publishSome()) {
            LOG.trace("the outbox holds more");
        }
    }

    private boolean setUp() {
        try {
            topics.apply();
            missing = Optional.empty();
            readers.forEach(MessageReader::start);
            return true;
        } catch (TopicSetupException e) {
            Optional<String> sentence = Optional.ofNullable(e.getMessage());
            if (!sentence.equals(missing)) {
                LOG.error(e.getMessage());
            }
            missing = sentence;
            return false;
        }
    }
}
