package dev.modelyard.auth.key;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** The table {@code signing_key}; private keys are sealed on their way in and opened on their way out. */
@ApplicationScoped
class SigningKeyStore implements PanacheRepositoryBase<SigningKeyEntity, String> {
    private static final long LOCK = 0x6b657973L;

    private final Seal seal;

    SigningKeyStore(Seal seal) {
        this.seal = seal;
    }

    /** Until the transaction ends, no other replica makes or changes keys. */
    void lock() {
        getEntityManager()
                .createNativeQuery("select 1 from pg_advisory_xact_lock(:lock)")
                .setParameter("lock", LOCK)
                .getSingleResult();
    }

    /**
     * Those that are not retired, the newest first.
     *
     * @param known need not be opened again
     */
    List<SigningKey> live(List<SigningKey> known) {
        return list("state <> ?1 order by createdAt desc", KeyState.RETIRED.wireName()).stream()
                .map(row -> known.stream()
                        .filter(key -> key.kid().equals(row.kid))
                        .findFirst()
                        .map(key -> key.in(state(row)))
                        .orElseGet(() -> open(row)))
                .toList();
    }

    /** All there ever were, the newest first. */
    List<KeyLife> lives() {
        return list("order by createdAt desc").stream()
                .map(row -> new KeyLife(
                        row.kid,
                        state(row),
                        row.createdAt,
                        Optional.ofNullable(row.signingSince),
                        Optional.ofNullable(row.signingUntil),
                        Optional.ofNullable(row.retiredAt)))
                .toList();
    }

    /** A key that signs nothing yet. */
    void insert(String kid, KeyPair pair, Instant now) {
        SigningKeyEntity row = new SigningKeyEntity();
        row.kid = kid;
        row.algorithm = SigningKey.ALGORITHM;
        row.state = KeyState.NEXT.wireName();
        row.publicKey = pair.getPublic().getEncoded();
        row.sealedKey = seal.close(kid, pair.getPrivate().getEncoded());
        row.createdAt = now;
        persist(row);
        flush();
    }

    void setSigning(String kid, Instant now) {
        change("state = ?1, signingSince = ?2 where kid = ?3", KeyState.SIGNING.wireName(), now, kid);
    }

    void setPublished(String kid, Instant now) {
        change("state = ?1, signingUntil = ?2 where kid = ?3", KeyState.PUBLISHED.wireName(), now, kid);
    }

    /** Erases the private half as well. */
    void setRetired(String kid, Instant now) {
        change("state = ?1, retiredAt = ?2, sealedKey = null where kid = ?3", KeyState.RETIRED.wireName(), now, kid);
    }

    /** At once, in the order given (only one key may sign), and seen by what is read next. */
    private void change(String query, Object... parameters) {
        update(query, parameters);
        getEntityManager().clear();
    }

    private SigningKey open(SigningKeyEntity row) {
        try {
            KeyFactory factory = KeyFactory.getInstance("EC");
            byte[] sealed = Objects.requireNonNull(row.sealedKey);
            return new SigningKey(
                    row.kid,
                    state(row),
                    (ECPublicKey) factory.generatePublic(new X509EncodedKeySpec(row.publicKey)),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(seal.open(row.kid, sealed))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing key " + row.kid + " is not readable", e);
        }
    }

    private static KeyState state(SigningKeyEntity row) {
        return KeyState.valueOf(row.state.toUpperCase(Locale.ROOT));
    }
}
