package dev.modelyard.api.dispatch;

import dev.modelyard.api.background.BackgroundLoop;
import dev.modelyard.api.job.QueueChanged;
import dev.modelyard.contracts.job.Lane;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Tells the other replicas by LISTEN/NOTIFY that a queue has changed, and hears it from them. It is told after the change is committed,
 * many changes at once where they come fast: a NOTIFY inside each submitting transaction would make their commits wait for one another.
 * What is lost here costs no more than the dispatcher's own timer.
 */
@ApplicationScoped
class QueueNotifications {
    private static final String CHANNEL = "modelyard_queue";
    private static final Duration LISTEN = Duration.ofSeconds(1);
    private static final Duration AT_REST = Duration.ofMinutes(1);

    private final AgroalDataSource database;
    private final Dispatcher dispatcher;
    private final String self = UUID.randomUUID().toString();
    private final Set<Lane> untold = ConcurrentHashMap.newKeySet();
    private final BackgroundLoop telling = new BackgroundLoop("notify", AT_REST, this::tell);
    private final BackgroundLoop listening = new BackgroundLoop("listen", Duration.ZERO, this::listen);

    QueueNotifications(AgroalDataSource database, Dispatcher dispatcher) {
        this.database = database;
        this.dispatcher = dispatcher;
    }

    void start(@Observes StartupEvent event) {
        telling.start();
        listening.start();
    }

    void stop(@Observes ShutdownEvent event) {
        telling.stop();
        listening.stop();
    }

    void queueChanged(@Observes(during = TransactionPhase.AFTER_SUCCESS) QueueChanged change) {
        untold.add(change.lane());
        telling.raise();
    }

    private void tell() {
        Set<Lane> lanes = untold.isEmpty() ? Set.of() : EnumSet.copyOf(untold);
        if (lanes.isEmpty()) {
            return;
        }
        try (Connection connection = database.getConnection();
                PreparedStatement notify = connection.prepareStatement("select pg_notify(?, ?)")) {
            for (Lane lane : lanes) {
                untold.remove(lane);
                notify.setString(1, CHANNEL);
                notify.setString(2, lane.wireName() + " " + self);
                notify.execute();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("replicas cannot be told: " + e.getMessage(), e);
        }
    }

    private void listen() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("listen " + CHANNEL);
            try {
                PGConnection postgres = connection.unwrap(PGConnection.class);
                while (!listening.stopping()) {
                    for (PGNotification heard : postgres.getNotifications(Math.toIntExact(LISTEN.toMillis()))) {
                        hear(heard.getParameter());
                    }
                }
            } finally {
                statement.execute("unlisten *");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("replicas cannot be heard: " + e.getMessage(), e);
        }
    }

    private void hear(String payload) {
        int space = payload.indexOf(' ');
        if (space < 0 || payload.endsWith(self)) {
            return;
        }
        for (Lane lane : Lane.values()) {
            if (lane.wireName().equals(payload.substring(0, space))) {
                dispatcher.wake(lane);
            }
        }
    }
}
