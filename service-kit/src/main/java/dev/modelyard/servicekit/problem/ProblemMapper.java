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
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers every error of a REST method, or of the way to it, with problem+json. */
@Singleton
public class ProblemMapper {
    private final FailureTranslator translator;

    ProblemMapper(FailureTranslator translator) {
        this.translator = translator;
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
    public Response answer(Throwable error) {
        return response(translator.translate(error));
    }

    static Response response(Failure failure) {
        Response.ResponseBuilder response = Response.status(failure.code().httpStatus())
                .type(Problem.MEDIA_TYPE)
                .entity(Problem.of(failure));
        failure.headers().forEach(response::header);
        return response.build();
    }
}
