package dev.modelyard.servicekit.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.hibernate.validator.runtime.jaxrs.ResteasyReactiveViolationException;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.AuthenticationRedirectException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ValidationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers every error of a REST method, or of the way to it, in the shape of its API. */
@Singleton
public class ProblemMapper {
    private final FailureTranslator translator;
    private final ErrorShapes shapes;

    ProblemMapper(FailureTranslator translator, ErrorShapes shapes) {
        this.translator = translator;
        this.shapes = shapes;
    }

    /** Types that the framework has mappers of its own for are named, because the nearest type decides. */
    @ServerExceptionMapper({
        Throwable.class,
        WebApplicationException.class,
        ValidationException.class,
        ConstraintViolationException.class,
        ResteasyReactiveViolationException.class,
        JsonProcessingException.class,
        MismatchedInputException.class,
        AuthenticationFailedException.class,
        AuthenticationCompletionException.class,
        AuthenticationRedirectException.class,
        UnauthorizedException.class,
        ForbiddenException.class
    })
    public Response answer(Throwable error, UriInfo uri) {
        Failure failure = translator.translate(error);
        ErrorShape shape = shapes.of(uri.getRequestUri().getRawPath());
        Response.ResponseBuilder response =
                Response.status(shape.status(failure)).type(shape.mediaType()).entity(shape.body(failure));
        failure.headers().forEach(response::header);
        return response.build();
    }
}
