package dev.modelyard.api.notification;

import dev.modelyard.api.background.BackgroundLoop;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Tells the other replicas by LISTEN/NOTIFY that something has changed, and hears it from them. It is told after the change is
 * committed, many words at once where they come fast: a NOTIFY inside each transaction would make their commits wait for one another.
 * A word may be lost with the connection; then {@link Deaf} is fired as soon as words are heard again.
 */
@ApplicationScoped
public class Notifications {
    private static final Logger LOG = Logger.getLogger(Notifications.class);
    private static final String CHANNEL = "modelyard";
    private static final Duration LISTEN = Duration.ofSeconds(1);
    private static final Duration AT_REST = Duration.ofMinutes(1);

    private final AgroalDataSource database;
    private final Event<Notification> heard;
    private final Event<Deaf> deaf;
    private final String self = UUID.randomUUID().toString();
    private final Set<String> untold = ConcurrentHashMap.newKeySet();
    private final BackgroundLoop telling = new BackgroundLoop("notify", AT_REST, this::tell);
    private final BackgroundLoop listening = new BackgroundLoop("listen", Duration.ZERO, this::listen);

    Notifications(AgroalDataSource database, Event<Notification> heard, Event<Deaf> deaf) {
        this.database = database;
        this.heard = heard;
        this.deaf = deaf;
    }

    void start(@Observes StartupEvent event) {
        telling.start();
        listening.start();
    }

    void stop(@Observes ShutdownEvent event) {
        telling.stop();
        listening.stop();
    }

    /** Tells the other replicas soon; the change itself is committed already. */
    public void tell(Topic topic, String word) {
        if (untold.add(topic.name() + " " + word)) {
            telling.raise();
        }
    }

    private void tell() {
        List<String> words = List.copyOf(untold);
        if (words.isEmpty()) {
            return;
        }
        try (Connection connection = database.getConnection();
                PreparedStatement notify = connection.prepareStatement(
                        "select pg_notify('" + CHANNEL + "', word) from unnest(?) as word")) {
            words.forEach(untold::remove);
            notify.setArray(
                    1,
                    connection.createArrayOf(
                            "text",
                            words.stream().map(word -> word + " " + self).toArray()));
            notify.execute();
        } catch (SQLException e) {
            throw new IllegalStateException("replicas cannot be told: " + e.getMessage(), e);
        }
    }

    private void listen() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("listen " + CHANNEL);
            deaf.fire(new Deaf());
            try {
                PGConnection postgres = connection.unwrap(PGConnection.class);
                while (!listening.stopping()) {
                    PGNotification[] words = postgres.getNotifications(Math.toIntExact(LISTEN.toMillis()));
                    Arrays.stream(words).map(PGNotification::getParameter).forEach(this::hear);
                }
            } finally {
                statement.execute("unlisten *");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("replicas cannot be heard: " + e.getMessage(), e);
        }
    }

    private void hear(String payload) {
        String[] parts = payload.split(" ", 3);
        if (parts.length < 3 || parts[2].equals(self)) {
            return;
        }
        for (Topic topic : Topic.values()) {
            if (topic.name().equals(parts[0])) {
                heard.fire(new Notification(topic, parts[1]));
                return;
            }
        }
        LOG.debugf("a word of a newer version is passed over: %s", parts[0]);
    }
}
