package dev.modelyard.api.prediction;

import dev.modelyard.contracts.error.ErrorCode;
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
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Sends predictions to inference replicas over connections that are kept and used again. */
@ApplicationScoped
class ReplicaClient {
    private static final List<String> PASSED_ON =
            List.of(HttpHeaders.RETRY_AFTER, HttpHeaders.ALLOW, "Inference-Header-Content-Length");

    private static final int DEEPEST_CAUSE = 20;

    private final WholeBodyClient whole;
    private final HttpClient http;
    private final AnswerRoom room;

    ReplicaClient(WholeBodyClient whole, PredictionConfig config, AnswerRoom room) {
        this.whole = whole;
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(config.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
        this.room = room;
    }

    /**
     * Sends a request and waits for the whole answer.
     *
     * @throws ReplicaUnreachableException if this replica does not answer
     * @throws ProblemException 504 if it has not answered by the deadline; 413 or 429 if there is no room for its answer
     */
    PredictionAnswer send(URI replica, ReplicaRequest asked, Instant deadline) throws ReplicaUnreachableException {
        Optional<byte[]> kept = asked.body().whole();
        Duration left = Duration.between(Instant.now(), deadline);
        if (left.isNegative()) {
            throw new ProblemException(ErrorCode.DEADLINE_EXCEEDED, "The prediction was not done in time.");
        }
        return kept.isPresent() ? whole.send(replica, asked, kept.get(), left) : stream(replica, asked, left);
    }

    private PredictionAnswer stream(URI replica, ReplicaRequest asked, Duration left)
            throws ReplicaUnreachableException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(replica, asked))
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + asked.token())
                .method(asked.method(), asked.body().publisher());
        headers(asked).forEach(request::header);
        AnswerRoom.Share share = room.share();
        CompletableFuture<HttpResponse<byte[]>> response = http.sendAsync(request.build(), _ -> new CountedBody(share));
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

    static URI address(URI replica, ReplicaRequest asked) {
        String base = replica.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + asked.path());
    }

    /** Of the request, its credentials apart. */
    static Map<String, String> headers(ReplicaRequest asked) {
        Map<String, String> headers = new HashMap<>(asked.headers());
        headers.put(HttpHeaders.CONTENT_TYPE, asked.body().contentType());
        headers.put(HttpHeaders.ACCEPT, MediaType.WILDCARD);
        return headers;
    }

    /** Those headers of an answer that callers are to see. */
    static Map<String, String> passedOn(Function<String, Optional<String>> headers) {
        Map<String, String> passedOn = new HashMap<>();
        PASSED_ON.forEach(name -> headers.apply(name).ifPresent(value -> passedOn.put(name, value)));
        return passedOn;
    }

    private static PredictionAnswer answer(HttpResponse<byte[]> response) {
        return new PredictionAnswer(
                response.statusCode(),
                response.headers().firstValue(HttpHeaders.CONTENT_TYPE).orElse(MediaType.APPLICATION_JSON),
                passedOn(response.headers()::firstValue),
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
