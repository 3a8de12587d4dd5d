package dev.modelyard.inference.forwarding;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.inference.batching.BatchingConfig;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Asks other replicas what this one was asked. */
@Singleton
final class Forwarder {
    /** Says that a request has made its hop. */
    static final String HOP = "Modelyard-Forwarded";
    /** Says that a request that made its hop came to the wrong replica. */
    static final String NOT_HERE = "Modelyard-Not-Here";

    private static final Logger LOG = Logger.getLogger(Forwarder.class);
    private static final Duration CONNECT = Duration.ofSeconds(2);
    /** Beyond what the other replica gives a call itself. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final Duration deadline;

    @Inject
    Forwarder(BatchingConfig config) {
        this.deadline = config.deadline().plus(MARGIN);
    }

    /**
     * A request as it is passed on.
     *
     * @param target path and query
     */
    record Passed(String method, String target, Map<String, String> headers, byte[] body) {}

    /**
     * What came of asking others.
     *
     * @param answer of the first that had one; empty if none could be reached or served the model
     * @param unreachable those that could not be reached
     */
    record Asked(Optional<HttpResponse<byte[]>> answer, List<URI> unreachable) {}

    /**
     * Asks them one after another, until one answers.
     *
     * @throws ProblemException 504 if one that can be reached does not answer in time
     */
    Asked send(List<URI> replicas, Passed passed) {
        List<URI> unreachable = new ArrayList<>();
        for (URI replica : replicas) {
            try {
                HttpResponse<byte[]> answer =
                        http.send(request(replica, passed), HttpResponse.BodyHandlers.ofByteArray());
                if (answer.headers().firstValue(NOT_HERE).isEmpty()) {
                    return new Asked(Optional.of(answer), unreachable);
                }
            } catch (HttpConnectTimeoutException e) {
                LOG.warnf("The replica at %s cannot be reached: %s", replica, e.getMessage());
                unreachable.add(replica);
            } catch (HttpTimeoutException e) {
                throw new ProblemException(
                        Failure.of(
                                ErrorCode.DEADLINE_EXCEEDED,
                                "The replica that serves the model did not answer in time."),
                        e);
            } catch (IOException e) {
                LOG.warnf("The replica at %s did not answer: %s", replica, e.getMessage());
                unreachable.add(replica);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ProblemException(Failure.of(ErrorCode.SERVICE_UNAVAILABLE, "The service is stopping."), e);
            }
        }
        return new Asked(Optional.empty(), unreachable);
    }

    private HttpRequest request(URI replica, Passed passed) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(replica + passed.target()))
                .timeout(deadline)
                .header(HOP, "1")
                .method(passed.method(), HttpRequest.BodyPublishers.ofByteArray(passed.body()));
        passed.headers().forEach(request::header);
        return request.build();
    }

    @PreDestroy
    void close() {
        http.shutdownNow();
    }
}
