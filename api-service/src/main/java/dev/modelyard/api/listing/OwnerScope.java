package dev.modelyard.api.listing;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.problem.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whose things a caller sees: its own, and an admin everybody's. */
public final class OwnerScope {
    private static final String EVERYBODY = "all";

    private OwnerScope() {}

    /**
     * The owner whose things a list holds; empty: everybody's.
     *
     * @param owner the query parameter: absent for the caller's own, {@code all}, or an owner
     * @throws ProblemException 403 if it asks for others' and the caller is no admin
     */
    public static Optional<OwnerId> of(Caller caller, @Nullable String owner) {
        if (owner == null || owner.isBlank() || owner.equals(caller.owner().value())) {
            return Optional.of(caller.owner());
        }
        if (!caller.isAdmin()) {
            throw new ProblemException(ErrorCode.FORBIDDEN, "Only an admin sees what others own.");
        }
        return owner.equals(EVERYBODY) ? Optional.empty() : Optional.of(new OwnerId(owner));
    }

    /** Whether the caller may know of a thing of that owner. */
    public static boolean sees(Caller caller, OwnerId owner) {
        return caller.isAdmin() || caller.owner().equals(owner);
    }
}
