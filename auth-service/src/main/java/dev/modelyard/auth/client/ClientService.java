package dev.modelyard.auth.client;

import dev.modelyard.auth.key.ProviderConfig;
import dev.modelyard.auth.revocation.RevocationService;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.identity.Revocation;
import dev.modelyard.servicekit.identity.BasicCredentials;
import dev.modelyard.servicekit.identity.Role;
import dev.modelyard.servicekit.paging.Page;
import dev.modelyard.servicekit.paging.PageRequest;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What is done with clients. */
@ApplicationScoped
public class ClientService {
    /** {@code last_used_at} is not more exact than this, so that a busy client is not written with every token. */
    private static final Duration USE_GRAIN = Duration.ofMinutes(1);

    private static final int LONGEST_ID = 255;

    private final ClientStore clients;
    private final SecretStore store;
    private final Secrets secrets;
    private final RevocationService revocations;
    private final ProviderConfig config;
    private final Clock clock = Clock.systemUTC();

    ClientService(
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

    /** @throws ProblemException 400 if it would be expired at once */
    @Transactional
    public NewClient create(String name, Role role, Optional<Instant> expiresAt) {
        Instant now = now();
        requireFuture("expires_at", expiresAt, now);
        Client client = new Client(
                new OwnerId(secrets.freshId()),
                name.strip(),
                role,
                now,
                expiresAt.map(at -> at.truncatedTo(ChronoUnit.MICROS)),
                Optional.empty(),
                Optional.empty());
        String secretKey = secrets.freshKey();
        insert(client, secretKey);
        return new NewClient(client, secretKey);
    }

    /**
     * Makes an admin with credentials that were chosen elsewhere, unless there is a client of that id.
     *
     * @return whether these credentials are good now
     */
    @Transactional
    public boolean ensureAdmin(BasicCredentials credentials) {
        OwnerId id = new OwnerId(credentials.secretId());
        if (clients.get(id).isEmpty()) {
            Client admin =
                    new Client(id, "admin", Role.ADMIN, now(), Optional.empty(), Optional.empty(), Optional.empty());
            insert(admin, credentials.secretKey());
            return true;
        }
        return matching(credentials, now()).isPresent();
    }

    @Transactional
    public Page<Client> list(PageRequest request) {
        return Page.of(clients.page(request), request, ClientStore::cursor);
    }

    @Transactional
    public Optional<Client> find(OwnerId id) {
        return clients.get(id);
    }

    /** The client, if it is active and its secret of that name is live. */
    @Transactional
    public Optional<Client> findActive(OwnerId id, SecretName secret) {
        Instant now = now();
        return findActive(id).filter(_ -> store.of(id).stream()
                .map(HashedSecret::secret)
                .anyMatch(known -> known.name().equals(secret) && known.isLive(now)));
    }

    /** The client, if it is active. */
    @Transactional
    public Optional<Client> findActive(OwnerId id) {
        return clients.get(id).filter(client -> client.state(now()) == ClientState.ACTIVE);
    }

    /**
     * The active client with these credentials; empty, after the same work, if there is no such client, the key is wrong or
     * no longer live, or the client is no longer active.
     */
    @Transactional
    public Optional<Recognition> recognise(BasicCredentials credentials) {
        Instant now = now();
        Optional<Recognition> active =
                matching(credentials, now).filter(found -> found.client().state(now) == ClientState.ACTIVE);
        active.filter(found -> found.secret()
                        .lastUsedAt()
                        .filter(at -> at.plus(USE_GRAIN).isAfter(now))
                        .isEmpty())
                .ifPresent(found -> {
                    clients.setUsed(found.client().id(), now);
                    store.setUsed(found.secret().name(), now);
                });
        return active;
    }

    /**
     * Sets the end of a client's time; one that is past ends it now.
     *
     * @throws ProblemException 404; 409 if it is revoked, or the last admin
     */
    @Transactional
    public Client expire(OwnerId id, Instant at) {
        Client client = clients.lock(id).orElseThrow(() -> ProblemException.notFound("client"));
        Instant now = now();
        if (client.state(now) == ClientState.REVOKED) {
            throw new ProblemException(ErrorCode.CONFLICT, "The client is revoked.");
        }
        Instant end = at.isAfter(now) ? at.truncatedTo(ChronoUnit.MICROS) : now;
        requireAnotherAdmin(client, now);
        clients.setExpiry(id, end);
        if (end.isBefore(now.plus(config.tokenLife()))) {
            revocations.announce(new Revocation.OfClient(id, now));
        }
        return new Client(
                id,
                client.name(),
                client.role(),
                client.createdAt(),
                Optional.of(end),
                client.revokedAt(),
                client.lastUsedAt());
    }

    /**
     * Ends a client for good; doing so again changes nothing.
     *
     * @throws ProblemException 404; 409 if it is the last admin
     */
    @Transactional
    public void revoke(OwnerId id) {
        Client client = clients.lock(id).orElseThrow(() -> ProblemException.notFound("client"));
        Instant now = now();
        if (client.state(now) == ClientState.REVOKED) {
            return;
        }
        requireAnotherAdmin(client, now);
        clients.setRevoked(id, now);
        revocations.announce(new Revocation.OfClient(id, RevocationService.forGood(now)));
    }

    private void insert(Client client, String secretKey) {
        clients.insert(client);
        ClientSecret secret =
                new ClientSecret(secrets.freshName(), client.createdAt(), Optional.empty(), Optional.empty());
        store.insert(
                client.id(), new HashedSecret(secret, secrets.hash(client.id().value(), secretKey)));
    }

    private Optional<Recognition> matching(BasicCredentials credentials, Instant now) {
        String id = credentials.secretId();
        if (id.isBlank() || id.length() > LONGEST_ID || id.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        OwnerId owner = new OwnerId(id);
        List<HashedSecret> known = store.of(owner);
        OptionalInt place = secrets.find(
                id,
                credentials.secretKey(),
                known.stream().map(HashedSecret::hash).toList());
        Optional<Client> client = clients.get(owner);
        if (place.isEmpty()) {
            return Optional.empty();
        }
        ClientSecret secret = known.get(place.getAsInt()).secret();
        return client.filter(_ -> secret.isLive(now)).map(found -> new Recognition(found, secret));
    }

    /** @throws ProblemException 400 */
    static void requireFuture(String field, Optional<Instant> time, Instant now) {
        if (time.filter(at -> !at.isAfter(now)).isPresent()) {
            throw ProblemException.invalidField(field, "must be in the future");
        }
    }

    private void requireAnotherAdmin(Client client, Instant now) {
        boolean last = client.role() == Role.ADMIN
                && clients.lockAdmins().stream()
                        .noneMatch(admin -> !admin.id().equals(client.id()) && admin.state(now) == ClientState.ACTIVE);
        if (last) {
            throw new ProblemException(ErrorCode.CONFLICT, "This is the last admin; create another one first.");
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
