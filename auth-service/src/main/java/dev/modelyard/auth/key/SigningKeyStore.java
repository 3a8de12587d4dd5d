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

    /** Those that are not retired, the newest first. */
    List<SigningKey> live() {
        return list("state <> ?1 order by createdAt desc", name(KeyState.RETIRED)).stream()
                .map(this::toKey)
                .toList();
    }

    void insert(String kid, KeyPair pair, Instant now) {
        SigningKeyEntity row = new SigningKeyEntity();
        row.kid = kid;
        row.algorithm = SigningKey.ALGORITHM;
        row.state = name(KeyState.SIGNING);
        row.publicKey = pair.getPublic().getEncoded();
        row.sealedKey = seal.close(kid, pair.getPrivate().getEncoded());
        row.createdAt = now;
        persist(row);
    }

    private SigningKey toKey(SigningKeyEntity row) {
        try {
            KeyFactory factory = KeyFactory.getInstance("EC");
            return new SigningKey(
                    row.kid,
                    KeyState.valueOf(row.state.toUpperCase(Locale.ROOT)),
                    (ECPublicKey) factory.generatePublic(new X509EncodedKeySpec(row.publicKey)),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(seal.open(row.kid, row.sealedKey))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing key " + row.kid + " is not readable", e);
        }
    }

    private static String name(KeyState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
