package dev.modelyard.api.prediction;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends predictions to inference replicas over connections that are kept and used again. */
@ApplicationScoped
class ReplicaClient {
    private static final int DEEPEST_CAUSE = 20;

    private final WholeBodyClient whole;
    private final HttpClient http;
    private final long largestAnswer;

    ReplicaClient(WholeBodyClient whole, PredictionConfig config) {
        this.whole = whole;
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(config.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
        largestAnswer = config.largestBody().asLongValue();
    }

    /**
     * Sends a prediction and waits for the whole answer.
     *
     * @throws ReplicaUnreachableException if this replica does not answer
     * @throws ProblemException 504 if it has not answered by the deadline
     */
    PredictionAnswer predict(URI replica, ModelId model, String token, PredictionBody body, Instant deadline)
            throws ReplicaUnreachableException {
        Optional<byte[]> kept = body.whole();
        Duration left = Duration.between(Instant.now(), deadline);
        if (left.isNegative()) {
            throw new ProblemException(ErrorCode.DEADLINE_EXCEEDED, "The prediction was not done in time.");
        }
        return kept.isPresent()
                ? whole.predict(address(replica, model), token, body.contentType(), kept.get(), left)
                : stream(replica, model, token, body, left);
    }

    private PredictionAnswer stream(URI replica, ModelId model, String token, PredictionBody body, Duration left)
            throws ReplicaUnreachableException {
        HttpRequest request = HttpRequest.newBuilder(address(replica, model))
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + token)
                .header(HttpHeaders.CONTENT_TYPE, body.contentType())
                .header(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON)
                .POST(body.publisher())
                .build();
        CompletableFuture<HttpResponse<byte[]>> response =
                http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), largestAnswer));
        try {
            return answer(response.get(left.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            response.cancel(true);
            throw new ProblemException(
                    Failure.of(ErrorCode.DEADLINE_EXCEEDED, "The prediction was not done in time."), e);
        } catch (InterruptedException e) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            throw new ProblemException(Failure.of(ErrorCode.SERVICE_UNAVAILABLE, "The service is shutting down."), e);
        } catch (ExecutionException e) {
            throw unreachable(e);
        }
    }

    private static URI address(URI replica, ModelId model) {
        String base = replica.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/v1/models/"
                + model.value() + "/predict");
    }

    private static PredictionAnswer answer(HttpResponse<byte[]> response) {
        return new PredictionAnswer(
                response.statusCode(),
                response.headers().firstValue(HttpHeaders.CONTENT_TYPE).orElse(MediaType.APPLICATION_JSON),
                response.headers().firstValue(HttpHeaders.RETRY_AFTER),
                response.body());
    }

    /** A body that is refused while it is sent is the caller's fault, not the replica's. */
    private static ReplicaUnreachableException unreachable(ExecutionException failure) {
        int depth = 0;
        for (Throwable at = failure.getCause(); at != null && depth < DEEPEST_CAUSE; at = at.getCause(), depth++) {
            if (at instanceof ProblemException problem) {
                throw problem;
            }
        }
        if (failure.getCause() instanceof IOException e) {
            return new ReplicaUnreachableException(e);
        }
        throw new IllegalStateException("cannot send a prediction", failure.getCause());
    }
}
