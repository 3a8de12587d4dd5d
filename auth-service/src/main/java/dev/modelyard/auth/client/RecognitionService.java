package dev.modelyard.auth.client;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.servicekit.identity.BasicCredentials;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Recognises clients by their credentials, and slows down who guesses. */
@ApplicationScoped
public class RecognitionService {
    private final ClientService clients;
    private final TryLimit limit;

    RecognitionService(ClientService clients, TryLimit limit) {
        this.clients = clients;
        this.limit = limit;
    }

    /**
     * The active client with these credentials.
     *
     * @param address where the request comes from
     * @throws ProblemException 401, the same for an unknown client, a wrong key and a client that is no longer active; 429
     *     after too many of those
     */
    public Client recognise(BasicCredentials credentials, String address) {
        limit.wait(address, credentials.secretId()).ifPresent(wait -> {
            throw tooMany(wait);
        });
        return clients.recognise(credentials).orElseThrow(() -> limit.failed(address, credentials.secretId())
                .map(RecognitionService::tooMany)
                .orElseGet(() -> new ProblemException(
                        Failure.of(ErrorCode.UNAUTHENTICATED, "The credentials are not valid, or no longer.")
                                .withHeader("WWW-Authenticate", "Basic realm=\"modelyard\""))));
    }

    private static ProblemException tooMany(Duration wait) {
        return new ProblemException(Failure.of(ErrorCode.TOO_MANY_REQUESTS, "Too many failed tries; try again later.")
                .retryAfter(wait));
    }
}
