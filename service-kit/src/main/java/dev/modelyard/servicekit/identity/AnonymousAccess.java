package dev.modelyard.servicekit.identity;

import dev.modelyard.contracts.id.OwnerId;
import java.util.Optional;

/**
 * In whose name requests without any credentials are served, for APIs that never had any. Implementations are CDI beans; where none names
 * anybody, such a request is answered 401. Credentials that are given are always checked, whatever this says.
 */
public interface AnonymousAccess {
    /** The principal for a request of that path, as it stands in its URI. */
    Optional<Principal> of(String path);

    /**
     * Who stands in.
     *
     * @param secretKey of the owner as a client of the provider: the caller gets a token by it, and with the token what it allows. Without
     *     it the caller is known by name alone, and services of the platform that ask for a token cannot be asked.
     */
    record Principal(OwnerId owner, Optional<String> secretKey) {
        /** Never logged: the text form leaves the key out. */
        @Override
        public String toString() {
            return "Principal[" + owner + "]";
        }
    }
}
