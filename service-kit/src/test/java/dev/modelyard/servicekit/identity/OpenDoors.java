package dev.modelyard.servicekit.identity;

import dev.modelyard.contracts.id.OwnerId;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Lets callers without credentials in at {@code /echo/open}: as somebody with a key, with a wrong one, or with none. */
@Singleton
class OpenDoors implements AnonymousAccess {
    @Override
    public Optional<Principal> of(String path) {
        return switch (path) {
            case "/echo/open/key" -> Optional.of(new Principal(new OwnerId("sid_open"), Optional.of("right")));
            case "/echo/open/wrong" -> Optional.of(new Principal(new OwnerId("sid_open"), Optional.of("wrong")));
            case "/echo/open/name" -> Optional.of(new Principal(new OwnerId("sid_open"), Optional.empty()));
            default -> Optional.empty();
        };
    }
}
