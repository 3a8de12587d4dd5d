package dev.modelyard.api.prediction;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends predictions whose bodies are in memory: on the event loop that their requests came by, so with few changes of thread. */
@ApplicationScoped
class WholeBodyClient {
    private static final int MOST_CONNECTIONS = 256;

    private final HttpClient http;
    private final AnswerRoom room;

    WholeBodyClient(Vertx vertx, PredictionConfig config, AnswerRoom room) {
        http = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(MOST_CONNECTIONS)
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setTcpNoDelay(true));
        this.room = room;
    }

    /** Does what {@link ReplicaClient#send} says. */
    PredictionAnswer send(URI replica, ReplicaRequest asked, byte[] body, Duration left)
            throws ReplicaUnreachableException {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(asked.method()))
                .setAbsoluteURI(ReplicaClient.address(replica, asked).toString())
                .putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + asked.token());
        ReplicaClient.headers(asked).forEach(options::putHeader);
        AnswerRoom.Share share = room.share();
        Future<HttpClientRequest> requested = http.request(options);
        CompletableFuture<PredictionAnswer> answer = requested
                .compose(request -> request.send(Buffer.buffer(body))
                        .compose(response -> read(response, share))
                        .onFailure(_ -> request.reset()))
                .toCompletionStage()
                .toCompletableFuture();
        try {
            return answer.get(left.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            requested.onSuccess(request -> request.reset());
            throw new ProblemException(
                    Failure.of(ErrorCode.DEADLINE_EXCEEDED, "The prediction was not done in time."), e);
        } catch (InterruptedException e) {
            requested.onSuccess(request -> request.reset());
            Thread.currentThread().interrupt();
            throw new ProblemException(Failure.of(ErrorCode.SERVICE_UNAVAILABLE, "The service is shutting down."), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                throw problem;
            }
            throw new ReplicaUnreachableException(Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    private static Future<PredictionAnswer> read(HttpClientResponse response, AnswerRoom.Share share) {
        Buffer whole = Buffer.buffer();
        Promise<PredictionAnswer> answer = Promise.promise();
        response.handler(part -> {
            try {
                share.grow(part.length());
                whole.appendBuffer(part);
            } catch (ProblemException e) {
                answer.tryFail(e);
            }
        });
        response.exceptionHandler(answer::tryFail);
        response.endHandler(_ -> answer.tryComplete(new PredictionAnswer(
                response.statusCode(),
                Objects.requireNonNullElse(response.getHeader(HttpHeaders.CONTENT_TYPE), MediaType.APPLICATION_JSON),
                ReplicaClient.passedOn(name -> Optional.ofNullable(response.getHeader(name))),
                whole.getBytes())));
        return answer.future();
    }

    @PreDestroy
    void close() {
        http.close();
    }
}
