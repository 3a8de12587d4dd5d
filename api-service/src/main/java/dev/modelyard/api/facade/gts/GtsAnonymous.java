package dev.modelyard.api.facade.gts;

import dev.modelyard.api.facade.Facade;
import dev.modelyard.api.facade.FacadePaths;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.servicekit.identity.AnonymousAccess;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Lets callers of the GTS API in without credentials, where the operator has named somebody they act for. */
@Singleton
class GtsAnonymous implements AnonymousAccess {
    private final Optional<Principal> principal;

    GtsAnonymous(GtsConfig config) {
        principal = config.anonymousAs()
                .filter(name -> !name.isBlank())
                .map(name ->
                        new Principal(new OwnerId(name), config.anonymousKey().filter(key -> !key.isBlank())));
    }

    @Override
    public Optional<Principal> of(String path) {
        return principal.filter(_ -> FacadePaths.belongs(Facade.GTS, path));
    }
}
