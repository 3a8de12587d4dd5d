package dev.modelyard.servicekit.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.modelyard.contracts.error.ErrorCode;
import io.quarkus.arc.Arc;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.ResteasyReactiveClientProblem;
import org.jspecify.annotations.Nullable;

/**
 * Turns any error into what the caller may know of it. What nobody foresaw is {@link ErrorCode#INTERNAL} under a fresh
 * id, and the log has the particulars under the same id. How a {@link Failure} is written is not decided here.
 */
@Singleton
public class FailureTranslator {
    private static final Logger LOG = Logger.getLogger(FailureTranslator.class);
    private static final int DEEPEST_CAUSE = 20;

    public Failure translate(Throwable error) {
        return known(error, 0)
                .or(() -> Outages.translate(error))
                .or(() -> UnstorableTexts.translate(error))
                .or(() -> departed(error))
                .orElseGet(() -> internal(error));
    }

    private static Optional<Failure> known(Throwable error, int depth) {
        return switch (error) {
            case ProblemException problem -> Optional.of(problem.failure());
            case ConstraintViolationException violation -> ViolationFailures.translate(violation);
            case JsonProcessingException json -> JsonFailures.translate(json);
            case AuthenticationFailedException _ -> badCredentials(error, depth);
            case AuthenticationCompletionException _ -> badCredentials(error, depth);
            case UnauthorizedException _ ->
                Optional.of(unauthenticated(
                        "This needs credentials: a Bearer token, or Basic with secret_id and secret_key.",
                        "Bearer realm=\"modelyard\""));
            case ForbiddenException _ -> Optional.of(Failure.of(ErrorCode.FORBIDDEN, "Your role does not allow this."));
            case WebApplicationException _ when error instanceof ResteasyReactiveClientProblem -> Optional.empty();
            case WebApplicationException web -> http(web, depth);
            case CompletionException _ -> cause(error, depth);
            case ExecutionException _ -> cause(error, depth);
            default -> Optional.empty();
        };
    }

    private static Optional<Failure> cause(Throwable error, int depth) {
        return error.getCause() == null || depth > DEEPEST_CAUSE
                ? Optional.empty()
                : known(error.getCause(), depth + 1);
    }

    private static Optional<Failure> badCredentials(Throwable error, int depth) {
        return cause(error, depth)
                .or(() -> Outages.translate(error))
                .or(() -> Optional.of(unauthenticated(
                        "The credentials are not valid, or no longer.",
                        "Bearer realm=\"modelyard\", error=\"invalid_token\"")));
    }

    private static Failure unauthenticated(String detail, String challenge) {
        return Failure.of(ErrorCode.UNAUTHENTICATED, detail).withHeader("WWW-Authenticate", challenge);
    }

    /** Errors that the HTTP layer raises, most of them before any method of ours is reached. */
    private static Optional<Failure> http(WebApplicationException error, int depth) {
        Optional<Failure> deeper = cause(error, depth);
        if (deeper.isPresent()) {
            return deeper;
        }
        int status = error.getResponse().getStatus();
        if (error instanceof NotFoundException && error.getCause() != null) {
            return Optional.of(
                    Failure.of(ErrorCode.NOT_FOUND, "A part of the path or query is not of the documented form."));
        }
        return switch (status) {
            case 400 -> failure(ErrorCode.MALFORMED_REQUEST, "The request cannot be read.");
            case 401 -> Optional.of(unauthenticated("This needs credentials.", "Bearer realm=\"modelyard\""));
            case 403 -> failure(ErrorCode.FORBIDDEN, "Your role does not allow this.");
            case 404 -> failure(ErrorCode.NOT_FOUND, "There is nothing at this path.");
            case 405 ->
                failure(ErrorCode.METHOD_NOT_ALLOWED, "This path does not know this HTTP method.")
                        .map(failure -> allow(error, failure));
            case 406 -> failure(ErrorCode.NOT_ACCEPTABLE, "None of the media types in Accept is offered here.");
            case 409 -> failure(ErrorCode.CONFLICT, "The state of the resource does not allow this now.");
            case 413 -> failure(ErrorCode.TOO_LARGE, "The body is larger than the limit.");
            case 415 ->
                failure(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "This path does not read a body of this Content-Type.");
            case 429 -> failure(ErrorCode.TOO_MANY_REQUESTS, "Too many requests.");
            case 503 -> failure(ErrorCode.SERVICE_UNAVAILABLE, "The service is not ready; try again in a moment.");
            default ->
                status >= 400 && status < 500
                        ? failure(ErrorCode.MALFORMED_REQUEST, "The request cannot be read.")
                        : Optional.empty();
        };
    }

    private static Optional<Failure> failure(ErrorCode code, String detail) {
        return Optional.of(Failure.of(code, detail));
    }

    private static Failure allow(WebApplicationException error, Failure failure) {
        String allowed = error.getResponse().getHeaderString("Allow");
        return allowed == null ? failure : failure.withHeader("Allow", allowed);
    }

    /** Whatever goes wrong with the request of a caller who has hung up is nobody's fault, and read by nobody. */
    private static Optional<Failure> departed(Throwable error) {
        if (!Arc.requireContainer().requestContext().isActive()) {
            return Optional.empty();
        }
        @Nullable
        RoutingContext context =
                CDI.current().select(CurrentVertxRequest.class).get().getCurrent();
        if (context == null || !context.response().closed()) {
            return Optional.empty();
        }
        LOG.debug("a caller has hung up", error);
        return failure(ErrorCode.MALFORMED_REQUEST, "The connection ended before the request did.");
    }

    private static Failure internal(Throwable error) {
        String id = UUID.randomUUID().toString();
        LOG.errorf(error, "internal error %s", id);
        return new Failure(
                ErrorCode.INTERNAL,
                "Something went wrong on our side; the log has it under " + id + ".",
                List.of(),
                Optional.of("urn:uuid:" + id),
                Map.of());
    }
}
