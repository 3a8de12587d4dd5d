package dev.modelyard.auth.client;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.servicekit.identity.BasicCredentials;
import dev.modelyard.servicekit.identity.TryLimit;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;

/** Recognises clients by their credentials, and tells who guesses to wait. */
@ApplicationScoped
public class RecognitionService {
    private final ClientService clients;
    private final TryLimit limit;

    RecognitionService(ClientService clients, TryLimit limit) {
        this.clients = clients;
        this.limit = limit;
    }

    /**
     * The active client with these credentials; right ones are recognised however many wrong ones came before.
     *
     * @param address where the request comes from
     * @throws ProblemException 401, the same for an unknown client, a wrong or expired key and a client that is no longer
     *     active; 429 after too many of those
     */
    public Recognition recognise(BasicCredentials credentials, String address) {
        return clients.recognise(credentials).orElseThrow(() -> limit.failed(credentials.secretId(), address)
                .map(TryLimit::tooMany)
                .orElseGet(() -> new ProblemException(
                        Failure.of(ErrorCode.UNAUTHENTICATED, "The credentials are not valid, or no longer.")
                                .withHeader("WWW-Authenticate", "Basic realm=\"modelyard\""))));
    }
}
