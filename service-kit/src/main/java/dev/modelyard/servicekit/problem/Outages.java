package dev.modelyard.servicekit.problem;

import dev.modelyard.contracts.error.ErrorCode;
import io.quarkus.oidc.OIDCException;
import jakarta.ws.rs.ProcessingException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Errors that mean that something this service depends on is away for now. */
final class Outages {
    private static final Duration COME_BACK = Duration.ofSeconds(2);
    /** PostgreSQL: shutting down, crashed, starting up, out of connections. */
    private static final Set<String> DATABASE_AWAY = Set.of("57P01", "57P02", "57P03", "53300");

    /** What the connection pool says, in all its wordings, when no connection came in time. */
    private static final Pattern POOL_EXHAUSTED = Pattern.compile("(?i)\\bacquisition timeout\\b");

    private Outages() {}

    static Optional<Failure> translate(Throwable error) {
        int depth = 0;
        for (Throwable at = error; at != null && depth < 20; at = at.getCause(), depth++) {
            String who = away(at);
            if (who != null) {
                return Optional.of(
                        Failure.of(ErrorCode.SERVICE_UNAVAILABLE, who + " does not answer; try again in a moment.")
                                .retryAfter(COME_BACK));
            }
        }
        return Optional.empty();
    }

    private static @Nullable String away(Throwable error) {
        return switch (error) {
            case OIDCException _ -> "The identity provider";
            case SQLException sql when isAway(sql) -> "The database";
            case ProcessingException processing
            when processing.getCause() instanceof ConnectException
                    || processing.getCause() instanceof UnknownHostException -> "A service that this request needs";
            default -> null;
        };
    }

    private static boolean isAway(SQLException error) {
        String state = error.getSQLState();
        if (state == null) {
            String message = error.getMessage();
            return message != null && POOL_EXHAUSTED.matcher(message).find();
        }
        return state.startsWith("08") || DATABASE_AWAY.contains(state);
    }
}
