package dev.modelyard.api.idempotency;

import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.servicekit.identity.CurrentCaller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * Answers the requests of resources that make something. One without an {@code Idempotency-Key} is simply answered; one with a key is
 * answered as it was the first time, with {@code Idempotent-Replayed: true}.
 */
@ApplicationScoped
public class OnceOnly {
    /** For the documentation of resources. */
    public static final String HEADER = "Idempotency-Key";
    /** For the documentation of resources. */
    public static final String MEANING =
            "The same key with the same request gets the same answer and makes nothing new";

    private static final String REPLAYED = "Idempotent-Replayed";

    private final IdempotencyService service;
    private final CurrentCaller caller;
    private final Request request;
    private final UriInfo uri;
    private final HttpHeaders headers;

    OnceOnly(IdempotencyService service, CurrentCaller caller, Request request, UriInfo uri, HttpHeaders headers) {
        this.service = service;
        this.caller = caller;
        this.request = request;
        this.uri = uri;
        this.headers = headers;
    }

    /**
     * Answers 201.
     *
     * @param content what the request says beside its path and query
     * @param work makes the thing, in one transaction with the record of the key
     * @param location where the thing is read
     */
    public <T> RestResponse<T> created(Object content, Supplier<T> work, Function<T, String> location) {
        return answer(RestResponse.Status.CREATED, content, work, location);
    }

    /** Answers 202; see {@link #created}. */
    public <T> RestResponse<T> accepted(Object content, Supplier<T> work, Function<T, String> location) {
        return answer(RestResponse.Status.ACCEPTED, content, work, location);
    }

    /** The answer that such a request has already got. For what is costly to receive: {@link #accepted} looks again. */
    public <T> Optional<RestResponse<T>> earlier(Object content) {
        return key().flatMap(key -> service.earlier(owner(), key, fingerprint(content)))
                .map(OnceOnly::response);
    }

    private <T> RestResponse<T> answer(
            RestResponse.Status status, Object content, Supplier<T> work, Function<T, String> location) {
        Optional<IdempotencyKey> key = key();
        if (key.isEmpty()) {
            T made = work.get();
            return RestResponse.ResponseBuilder.create(status, made)
                    .header(HttpHeaders.LOCATION, location.apply(made))
                    .build();
        }
        return response(service.once(owner(), key.get(), fingerprint(content), () -> {
            T made = work.get();
            return new Answer(status.getStatusCode(), Optional.of(location.apply(made)), Json.write(made), false);
        }));
    }

    /** The entity is the JSON itself, whatever the method's type says: the writer of JSON passes a text on as it is. */
    @SuppressWarnings("unchecked")
    private static <T> RestResponse<T> response(Answer answer) {
        RestResponse.ResponseBuilder<Object> response =
                RestResponse.ResponseBuilder.create(answer.status()).entity(answer.body());
        answer.location().ifPresent(location -> response.header(HttpHeaders.LOCATION, location));
        if (answer.replayed()) {
            response.header(REPLAYED, true);
        }
        return (RestResponse<T>) response.build();
    }

    private Optional<IdempotencyKey> key() {
        List<String> given = headers.getRequestHeader(HEADER);
        return IdempotencyKey.of(given);
    }

    private Fingerprint fingerprint(Object content) {
        return Fingerprint.of(request.getMethod(), target(), content);
    }

    private String target() {
        @Nullable String query = uri.getRequestUri().getRawQuery();
        return uri.getRequestUri().getRawPath() + (query == null ? "" : "?" + query);
    }

    private OwnerId owner() {
        return caller.get().owner();
    }
}
