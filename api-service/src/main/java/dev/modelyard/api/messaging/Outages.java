package dev.modelyard.api.messaging;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import java.util.Set;

/** Tells errors that will pass, because something this service depends on is away, from those that will not. */
public final class Outages {
    private static final int DEEPEST = 20;
    /** Connection lost, rolled back by others, out of resources, shutting down or starting, system error. */
    private static final Set<String> PASSING = Set.of("08", "40", "53", "57", "58", "55");

    private Outages() {}

    /** Whether the same call may succeed later. */
    public static boolean isOne(Throwable error) {
        int depth = 0;
        for (Throwable at = error; at != null && depth < DEEPEST; at = at.getCause(), depth++) {
            if (at instanceof SQLException sql) {
                return isPassing(sql);
            }
            if (at instanceof RollbackException && at.getCause() == null) {
                return true;
            }
            if (at instanceof ProblemException problem && problem.code().category() == ErrorCode.Category.OUTSIDE) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPassing(SQLException error) {
        String state = error.getSQLState();
        return state == null || state.length() < 2 || PASSING.contains(state.substring(0, 2));
    }
}
