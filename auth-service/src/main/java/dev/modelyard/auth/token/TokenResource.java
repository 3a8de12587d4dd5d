package dev.modelyard.auth.token;

import dev.modelyard.auth.client.RecognitionService;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.servicekit.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** The token endpoint (RFC 6749 §4.4). Its errors have the shape of that document, not of problem+json. */
@Path("/oauth2/token")
@Tag(name = "OpenID")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class TokenResource {
    private final RecognitionService recognition;
    private final TokenService tokens;

    TokenResource(RecognitionService recognition, TokenService tokens) {
        this.recognition = recognition;
        this.tokens = tokens;
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response token(
            String form,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @Context HttpServerRequest http) {
        TokenRequest request = TokenRequest.read(form == null ? "" : form, authorization);
        String address = http.remoteAddress().hostAddress();
        return unstored(Response.ok(tokens.issue(recognition.recognise(request.credentials(), address))));
    }

    @ServerExceptionMapper
    public Response refused(TokenException error) {
        Response.ResponseBuilder response = Response.status(error.status()).entity(error.body());
        error.challenge().ifPresent(challenge -> response.header(HttpHeaders.WWW_AUTHENTICATE, challenge));
        return unstored(response.type(MediaType.APPLICATION_JSON));
    }

    @ServerExceptionMapper
    public Response refused(ProblemException problem) {
        if (problem.code() == ErrorCode.UNAUTHENTICATED) {
            return refused(TokenException.invalidClient("the client is unknown, its secret wrong, or its time over"));
        }
        String error = problem.code() == ErrorCode.TOO_MANY_REQUESTS ? "temporarily_unavailable" : "invalid_request";
        Response.ResponseBuilder response = Response.status(problem.code().httpStatus())
                .type(MediaType.APPLICATION_JSON)
                .entity(new TokenException.Body(error, problem.failure().detail()));
        problem.failure().headers().forEach(response::header);
        return unstored(response);
    }

    private static Response unstored(Response.ResponseBuilder response) {
        return response.header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("Pragma", "no-cache")
                .build();
    }
}
