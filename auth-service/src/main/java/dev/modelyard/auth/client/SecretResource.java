package dev.modelyard.auth.client;

import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.identity.CurrentCaller;
import dev.modelyard.servicekit.paging.Page;
import dev.modelyard.servicekit.problem.ProblemException;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** The secrets of a client, for itself and for admins. */
@Path("/v1/clients/{secret_id}/secrets")
@Tag(name = "Clients")
@Authenticated
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class SecretResource {
    private final SecretService secrets;
    private final CurrentCaller caller;
    private final Clock clock = Clock.systemUTC();

    SecretResource(SecretService secrets, CurrentCaller caller) {
        this.secrets = secrets;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public RestResponse<SecretAnswer> add(@RestPath("secret_id") String secretId, @Valid SecretRequest request) {
        NewSecret added = secrets.add(client(secretId), request.expiresAt(), request.oldExpiresAt());
        SecretAnswer answer =
                SecretAnswer.of(secretId, added.secret(), Optional.of(added.secretKey()), clock.instant());
        return RestResponse.ResponseBuilder.<SecretAnswer>created(
                        URI.create("/v1/clients/" + secretId + "/secrets/" + answer.id()))
                .header("Cache-Control", "no-store")
                .entity(answer)
                .build();
    }

    @GET
    public Page<SecretAnswer> list(@RestPath("secret_id") String secretId) {
        return new Page<>(
                secrets.list(client(secretId)).stream()
                        .map(secret -> SecretAnswer.of(secretId, secret, Optional.empty(), clock.instant()))
                        .toList(),
                Optional.empty());
    }

    @DELETE
    @Path("{id}")
    public void remove(@RestPath("secret_id") String secretId, @RestPath String id) {
        secrets.remove(client(secretId), name(id));
    }

    /** The client in the path, which is the caller or one that the caller may manage. */
    private OwnerId client(String secretId) {
        Caller who = caller.get();
        if (!who.isAdmin() && !who.owner().value().equals(secretId)) {
            throw ProblemException.notFound("client");
        }
        try {
            return new OwnerId(secretId);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("client");
        }
    }

    private static SecretName name(String id) {
        try {
            return new SecretName(id);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("secret");
        }
    }
}
