package dev.modelyard.servicekit.identity;

import dev.modelyard.contracts.id.OwnerId;
import java.util.Set;

/** Who sent the request: the subject of the token, and what it may do. */
public record Caller(OwnerId owner, Set<Role> roles) {
    public Caller {
        roles = Set.copyOf(roles);
    }

    public boolean isAdmin() {
        return roles.contains(Role.ADMIN);
    }
}
