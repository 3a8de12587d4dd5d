package dev.modelyard.api.prediction;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Passes predictions on to replicas; if one is gone, the next is asked, as long as the request can still be sent. */
@ApplicationScoped
public class PredictionService {
    private static final int MOST_TRIES = 3;
    private static final int OK = 200;
    private static final Duration ASK_EVERY = Duration.ofMillis(100);

    private final Routes routes;
    private final ReplicaClient client;
    private final PredictionConfig config;
    private final UnreachableReplicas unreachable = new UnreachableReplicas();
    private final Random random = Random.from(RandomGenerator.getDefault());

    PredictionService(Routes routes, ReplicaClient client, PredictionConfig config) {
        this.routes = routes;
        this.client = client;
        this.config = config;
    }

    /**
     * Refuses a caller who may have no prediction of the model, before the request is read.
     *
     * @throws ProblemException 404 if the model is not the caller's, 409 {@code model_not_started}
     */
    void requireStarted(Caller caller, ModelId model) {
        routes.find(caller, model);
    }

    /**
     * Asks for predictions as {@code POST /v1/models/{id}/predict} does, for features that word the question and the answer in their own way.
     *
     * @param token of the caller, that a replica can check
     * @param body in JSON
     * @return what a replica answers, good or bad
     * @throws ProblemException 404 if the model is not the caller's, 409 {@code model_not_started}, 503 if no replica answers
     */
    public PredictionAnswer predict(Caller caller, String token, ModelId model, byte[] body) {
        requireStarted(caller, model);
        ReplicaRequest request = new ReplicaRequest(
                "POST", "/v1/models/" + model.value() + "/predict", token, Map.of(), PredictionBody.of(body));
        return pass(caller, model, request);
    }

    /**
     * Returns when a replica answers for a model: one that was known to hold it may have gone a moment ago.
     *
     * @param token of the caller, that a replica can check
     * @throws ProblemException as {@link #predict}; 504 {@code deadline_exceeded} if none does in time
     */
    public void awaitAnswering(Caller caller, String token, ModelId model, Duration patience) {
        Instant deadline = Instant.now().plus(patience);
        while (!answers(caller, token, model)) {
            if (Instant.now().isAfter(deadline)) {
                throw new ProblemException(
                        ErrorCode.DEADLINE_EXCEEDED,
                        "No replica answered for the model within %d seconds.".formatted(patience.toSeconds()));
            }
            pause();
        }
    }

    private boolean answers(Caller caller, String token, ModelId model) {
        ReplicaRequest request = new ReplicaRequest(
                "GET", "/v2/models/" + model.value() + "/ready", token, Map.of(), PredictionBody.of(new byte[0]));
        try {
            requireStarted(caller, model);
            return pass(caller, model, request).status() == OK;
        } catch (ProblemException e) {
            if (e.failure().code() == ErrorCode.SERVICE_UNAVAILABLE) {
                return false;
            }
            throw e;
        }
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(ASK_EVERY.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(
                    Failure.of(ErrorCode.SERVICE_UNAVAILABLE, "Nobody waits for the model any more."), e);
        }
    }

    /** Passes a request on and answers what the replica answers, good or bad. */
    PredictionAnswer pass(Caller caller, ModelId model, ReplicaRequest request) {
        Instant deadline = Instant.now().plus(config.deadline());
        Set<URI> gone = new HashSet<>();
        for (List<URI> replicas = untried(caller, model, gone);
                request.body().sendable() && !replicas.isEmpty();
                replicas = untried(caller, model, gone)) {
            URI replica = replicas.getFirst();
            try {
                return client.send(replica, request, deadline);
            } catch (ReplicaUnreachableException e) {
                unreachable.tell(replica, e);
                gone.add(replica);
                routes.forget(model);
            }
        }
        throw routes.unavailable(model);
    }

    /** Whom to ask, those who hold the model first, and others only when one of these was gone; looked up anew then. */
    private List<URI> untried(Caller caller, ModelId model, Set<URI> gone) {
        if (gone.size() >= MOST_TRIES) {
            return List.of();
        }
        Stream<URI> others = gone.isEmpty() ? Stream.empty() : routes.others(model).stream();
        return Stream.of(routes.find(caller, model).replicas(random).stream(), others, config.inferenceUrl().stream())
                .flatMap(replicas -> replicas)
                .filter(replica -> !gone.contains(replica))
                .toList();
    }
}
