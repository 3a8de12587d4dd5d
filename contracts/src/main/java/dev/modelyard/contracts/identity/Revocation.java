package dev.modelyard.contracts.identity;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.modelyard.contracts.id.OwnerId;
import java.time.Instant;

/**
 * Some tokens are dead, whatever their expiry says: those issued at {@code at} or before. Whoever reads a kind that is
 * newer than itself takes it, if it names a client, for {@link OfClient}: rather too many tokens die than too few.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = Revocation.OfClient.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = Revocation.OfClient.class, name = "client"),
    @JsonSubTypes.Type(value = Revocation.OfSecret.class, name = "secret"),
    @JsonSubTypes.Type(value = Revocation.OfSigningKey.class, name = "signing_key")
})
public sealed interface Revocation {
    /** No secret_id holds it: Basic credentials end theirs with one. */
    char SEPARATOR = ':';

    /** The claim of a token that names the secret it was issued for; tokens of other providers have none. */
    String SECRET_CLAIM = "sec";

    Instant at();

    /** The key of its record on the topic: what a later message replaces is the same thing's earlier one. */
    String recordKey();

    /** All tokens of a client. */
    record OfClient(OwnerId client, Instant at) implements Revocation {
        @Override
        public String recordKey() {
            return client.value();
        }
    }

    /** Tokens that a client got for one of its secrets. */
    record OfSecret(OwnerId client, String secret, Instant at) implements Revocation {
        @Override
        public String recordKey() {
            return client.value() + SEPARATOR + secret;
        }
    }

    /** All tokens that were signed with one key, whatever they say of their age: who has the key writes that too. */
    record OfSigningKey(String kid, Instant at) implements Revocation {
        @Override
        public String recordKey() {
            return SEPARATOR + kid;
        }
    }
}
