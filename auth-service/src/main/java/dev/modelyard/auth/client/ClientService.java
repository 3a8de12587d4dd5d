package dev.modelyard.auth.client;

import dev.modelyard.auth.key.ProviderConfig;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.identity.Revocation;
import dev.modelyard.servicekit.identity.BasicCredentials;
import dev.modelyard.servicekit.identity.Role;
import dev.modelyard.servicekit.paging.Page;
import dev.modelyard.servicekit.paging.PageRequest;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What is done with clients. */
@ApplicationScoped
public class ClientService {
    /** {@code last_used_at} is not more exact than this, so that a busy client is not written with every token. */
    private static final Instant LAST_TIME = Instant.parse("9999-12-31T00:00:00Z");

    private static final Duration USE_GRAIN = Duration.ofMinutes(1);

    private static final int LONGEST_ID = 255;

    private final ClientStore clients;
    private final RevocationStore revocations;
    private final Secrets secrets;
    private final ProviderConfig config;
    private final Event<RevocationAdded> added;
    private final Clock clock = Clock.systemUTC();

    ClientService(
            ClientStore clients,
            RevocationStore revocations,
            Secrets secrets,
            ProviderConfig config,
            Event<RevocationAdded> added) {
        this.clients = clients;
        this.revocations = revocations;
        this.secrets = secrets;
        this.config = config;
        this.added = added;
    }

    /** @throws ProblemException 400 if it would be expired at once */
    @Transactional
    public NewClient create(String name, Role role, Optional<Instant> expiresAt) {
        Instant now = now();
        if (expiresAt.filter(at -> !at.isAfter(now)).isPresent()) {
            throw ProblemException.invalidField("expires_at", "must be in the future");
        }
        if (expiresAt.filter(at -> !at.isBefore(LAST_TIME)).isPresent()) {
            throw ProblemException.invalidField("expires_at", "must be before the year 10000");
        }
        Client client = new Client(
                new OwnerId(secrets.freshId()),
                name.strip(),
                role,
                now,
                expiresAt.map(at -> at.truncatedTo(ChronoUnit.MICROS)),
                Optional.empty(),
                Optional.empty());
        String secretKey = secrets.freshKey();
        clients.insert(client, secrets.hash(client.id().value(), secretKey));
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
            clients.insert(admin, secrets.hash(credentials.secretId(), credentials.secretKey()));
            return true;
        }
        return matching(credentials).isPresent();
    }

    @Transactional
    public Page<Client> list(PageRequest request) {
        return Page.of(clients.page(request), request, ClientStore::cursor);
    }

    @Transactional
    public Optional<Client> find(OwnerId id) {
        return clients.get(id);
    }

    /**
     * The active client with these credentials; empty, after the same work, if there is no such client, the key is wrong, or
     * the client is no longer active.
     */
    @Transactional
    public Optional<Client> recognise(BasicCredentials credentials) {
        Instant now = now();
        Optional<Client> active = matching(credentials).filter(client -> client.state(now) == ClientState.ACTIVE);
        active.filter(client -> client.lastUsedAt()
                        .filter(at -> at.plus(USE_GRAIN).isAfter(now))
                        .isEmpty())
                .ifPresent(client -> clients.setUsed(client.id(), now));
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
            broadcast(id, now);
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
        broadcast(id, now);
    }

    private Optional<Client> matching(BasicCredentials credentials) {
        String id = credentials.secretId();
        if (id.isBlank() || id.length() > LONGEST_ID || id.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        OwnerId owner = new OwnerId(id);
        boolean matches = secrets.matches(id, credentials.secretKey(), clients.liveHashes(owner, now()));
        return clients.get(owner).filter(_ -> matches);
    }

    private void requireAnotherAdmin(Client client, Instant now) {
        boolean last = client.role() == Role.ADMIN
                && clients.lockAdmins().stream()
                        .noneMatch(admin -> !admin.id().equals(client.id()) && admin.state(now) == ClientState.ACTIVE);
        if (last) {
            throw new ProblemException(ErrorCode.CONFLICT, "This is the last admin; create another one first.");
        }
    }

    private void broadcast(OwnerId id, Instant at) {
        revocations.insert(new Revocation(id, at));
        added.fire(new RevocationAdded());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
