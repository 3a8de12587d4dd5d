package dev.modelyard.servicekit.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/** What a caller is to the platform; carried by the {@code groups} of a token. */
public enum Role {
    /** Works with what it owns. */
    USER(Role.USER_NAME),
    /** Sees what everybody owns, and manages clients. */
    ADMIN(Role.ADMIN_NAME);

    /** For {@code @RolesAllowed}. */
    public static final String USER_NAME = "user";
    /** For {@code @RolesAllowed}. */
    public static final String ADMIN_NAME = "admin";

    private final String wireName;

    Role(String wireName) {
        this.wireName = wireName;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    /** The role of that name; other names mean nothing here. */
    public static Optional<Role> of(String wireName) {
        for (Role role : values()) {
            if (role.wireName.equals(wireName)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    @JsonCreator
    static Role require(String wireName) {
        return of(wireName).orElseThrow(() -> new IllegalArgumentException("one of user, admin"));
    }
}
