package dev.modelyard.auth.client;

import dev.modelyard.auth.key.ProviderConfig;
import dev.modelyard.auth.revocation.RevocationService;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.identity.Revocation;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Changing from one secret to another without a gap: two of a client may be live at once. */
@ApplicationScoped
public class SecretService {
    private static final int MOST_LIVE = 2;

    private final ClientStore clients;
    private final SecretStore store;
    private final Secrets secrets;
    private final RevocationService revocations;
    private final ProviderConfig config;
    private final Clock clock = Clock.systemUTC();

    SecretService(
            ClientStore clients,
            SecretStore store,
            Secrets secrets,
            RevocationService revocations,
            ProviderConfig config) {
        this.clients = clients;
        this.store = store;
        this.secrets = secrets;
        this.revocations = revocations;
        this.config = config;
    }

    /**
     * The newest first; expired ones are there until another is made.
     *
     * @throws ProblemException 404
     */
    @Transactional
    public List<ClientSecret> list(OwnerId client) {
        if (clients.get(client).isEmpty()) {
            throw ProblemException.notFound("client");
        }
        return of(client);
    }

    /**
     * Makes another secret.
     *
     * @param oldExpiresAt until when those that are live already hold, unless they end before
     * @throws ProblemException 400 for a time that is past; 404; 409 if the client is revoked or two secrets are live
     */
    @Transactional
    public NewSecret add(OwnerId client, Optional<Instant> expiresAt, Optional<Instant> oldExpiresAt) {
        Instant now = now();
        requireUnrevoked(lock(client), now);
        ClientService.requireFuture("expires_at", expiresAt, now);
        ClientService.requireFuture("old_expires_at", oldExpiresAt, now);
        List<ClientSecret> live = removeExpired(client, now);
        if (live.size() >= MOST_LIVE) {
            throw new ProblemException(
                    ErrorCode.CONFLICT, "Two secrets of this client are live; delete one of them first.");
        }
        oldExpiresAt.ifPresent(at -> live.forEach(old -> end(client, old, at, now)));
        ClientSecret secret = new ClientSecret(
                secrets.freshName(), now, expiresAt.map(at -> at.truncatedTo(ChronoUnit.MICROS)), Optional.empty());
        String secretKey = secrets.freshKey();
        store.insert(client, new HashedSecret(secret, secrets.hash(client.value(), secretKey)));
        return new NewSecret(secret, secretKey);
    }

    /**
     * Ends a secret, and the tokens issued for it; those of the other one go on.
     *
     * @throws ProblemException 404; 409 if no other is live
     */
    @Transactional
    public void remove(OwnerId client, SecretName name) {
        Instant now = now();
        lock(client);
        List<ClientSecret> all = of(client);
        if (all.stream().noneMatch(secret -> secret.name().equals(name))) {
            throw ProblemException.notFound("secret");
        }
        if (all.stream().noneMatch(secret -> !secret.name().equals(name) && secret.isLive(now))) {
            throw new ProblemException(
                    ErrorCode.CONFLICT,
                    "No other secret of this client is live; make one first, or revoke the client.");
        }
        store.remove(name);
        revocations.announce(new Revocation.OfSecret(client, name.value(), RevocationService.forGood(now)));
    }

    private void end(OwnerId client, ClientSecret old, Instant at, Instant now) {
        if (old.expiresAt().filter(sooner -> !sooner.isAfter(at)).isPresent()) {
            return;
        }
        store.setExpiry(old.name(), at.truncatedTo(ChronoUnit.MICROS));
        if (at.isBefore(now.plus(config.tokenLife()))) {
            // tokens issued so far may outlive it; the next ones will not
            revocations.announce(new Revocation.OfSecret(client, old.name().value(), now));
        }
    }

    private List<ClientSecret> removeExpired(OwnerId client, Instant now) {
        List<ClientSecret> all = of(client);
        all.stream().filter(secret -> !secret.isLive(now)).forEach(secret -> store.remove(secret.name()));
        return all.stream().filter(secret -> secret.isLive(now)).toList();
    }

    private List<ClientSecret> of(OwnerId client) {
        return store.of(client).stream().map(HashedSecret::secret).toList();
    }

    private Client lock(OwnerId client) {
        return clients.lock(client).orElseThrow(() -> ProblemException.notFound("client"));
    }

    private static void requireUnrevoked(Client client, Instant now) {
        if (client.state(now) == ClientState.REVOKED) {
            throw new ProblemException(ErrorCode.CONFLICT, "The client is revoked.");
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
