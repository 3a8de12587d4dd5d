package dev.modelyard.auth.client;

import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.servicekit.identity.Role;
import dev.modelyard.servicekit.paging.Page;
import dev.modelyard.servicekit.paging.PageRequest;
import dev.modelyard.servicekit.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
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
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code /v1/clients}, for admins. */
@Path("/v1/clients")
@Tag(name = "Clients")
@RolesAllowed(Role.ADMIN_NAME)
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class ClientResource {
    private final ClientService clients;
    private final Clock clock = Clock.systemUTC();

    ClientResource(ClientService clients) {
        this.clients = clients;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public RestResponse<CreatedAnswer> create(@Valid ClientRequest request) {
        NewClient created = clients.create(request.name(), request.role().orElse(Role.USER), request.expiresAt());
        return RestResponse.ResponseBuilder.<CreatedAnswer>created(
                        URI.create("/v1/clients/" + created.client().id()))
                .header("Cache-Control", "no-store")
                .entity(CreatedAnswer.of(created))
                .build();
    }

    @GET
    public Page<ClientAnswer> list(@RestQuery Optional<String> limit, @RestQuery Optional<String> cursor) {
        return clients.list(PageRequest.of(limit.orElse(null), cursor.orElse(null)))
                .map(client -> ClientAnswer.of(client, clock.instant()));
    }

    @GET
    @Path("{secret_id}")
    public ClientAnswer describe(@RestPath("secret_id") String secretId) {
        return clients.find(id(secretId))
                .map(client -> ClientAnswer.of(client, clock.instant()))
                .orElseThrow(() -> ProblemException.notFound("client"));
    }

    @POST
    @Path("{secret_id}/expire")
    @Consumes(MediaType.APPLICATION_JSON)
    public ClientAnswer expire(@RestPath("secret_id") String secretId, @Valid ExpiryRequest request) {
        return ClientAnswer.of(clients.expire(id(secretId), request.at()), clock.instant());
    }

    @DELETE
    @Path("{secret_id}")
    public void revoke(@RestPath("secret_id") String secretId) {
        clients.revoke(id(secretId));
    }

    private static OwnerId id(String text) {
        try {
            return new OwnerId(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("client");
        }
    }
}
