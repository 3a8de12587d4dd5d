package dev.modelyard.api.webhook;

import dev.modelyard.contracts.id.DeliveryId;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages to receivers, signed after the Standard Webhooks specification. Follows no redirect and reads no body: of an answer
 * only its status and {@code Retry-After} count. Each try has an HTTP client of its own, which is shut down with it: a shared one
 * would keep the connection of a receiver whose headers never end. Its threads are platform threads, since names are looked up there
 * by a native call that may hang.
 */
@Singleton
class WebhookClient {
    static final String ID = "webhook-id";
    static final String TIMESTAMP = "webhook-timestamp";
    static final String SIGNATURE = "webhook-signature";

    private static final int GONE = 410;

    private final AllowedHosts allowedHosts;
    private final SigningSecrets secrets;
    private final WebhookConfig config;

    WebhookClient(AllowedHosts allowedHosts, SigningSecrets secrets, WebhookConfig config) {
        this.allowedHosts = allowedHosts;
        this.secrets = secrets;
        this.config = config;
    }

    /** Makes a try, unless its host is not allowed any more; answers by the configured time whatever the receiver does. */
    Reply send(Attempt attempt) throws InterruptedException {
        Optional<Endpoint> endpoint = allowedHosts.still(attempt.webhook().url());
        if (endpoint.isEmpty()) {
            return new Reply.Missing("its host is not allowed any more");
        }
        HttpClient http = client();
        try {
            return reply(http.sendAsync(request(endpoint.get(), attempt, Instant.now()), _ -> new UnreadBody())
                    .get(config.timeout().toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return new Reply.Missing("no answer within " + config.timeout().toSeconds() + " s");
        } catch (ExecutionException e) {
            return new Reply.Missing(reason(e.getCause()));
        } finally {
            http.shutdownNow();
        }
    }

    private HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(config.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    private HttpRequest request(Endpoint endpoint, Attempt attempt, Instant now) {
        DeliveryId id = attempt.id();
        String signatures = secrets.signing(attempt.webhook(), now).stream()
                .map(secret -> secret.sign(id.value(), now, attempt.body()))
                .collect(Collectors.joining(" "));
        return HttpRequest.newBuilder(endpoint.uri())
                .header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON)
                .header(HttpHeaders.USER_AGENT, "Modelyard")
                .header(ID, id.value())
                .header(TIMESTAMP, String.valueOf(now.getEpochSecond()))
                .header(SIGNATURE, signatures)
                .POST(BodyPublishers.ofString(attempt.body()))
                .build();
    }

    private static Reply reply(HttpResponse<@Nullable Void> answer) {
        int status = answer.statusCode();
        if (status >= 200 && status < 300) {
            return new Reply.Taken(status);
        }
        if (status == GONE) {
            return new Reply.Gone(status);
        }
        return new Reply.Refused(
                status,
                answer.headers()
                        .firstValue(HttpHeaders.RETRY_AFTER)
                        .flatMap(header -> RetryAfter.read(header, Instant.now())));
    }

    /** In words that say nothing of what was sent, or of this machine. */
    private static String reason(@Nullable Throwable failure) {
        return switch (failure) {
            case HttpConnectTimeoutException _ -> "no connection in time";
            case ConnectException e when e.getCause() instanceof UnresolvedAddressException -> "its name is not known";
            case ConnectException _ -> "the connection was refused";
            case SSLException _ -> "no trusted TLS connection";
            case null, default -> "the connection broke before an answer";
        };
    }
}
