package dev.modelyard.auth.key;

import dev.modelyard.servicekit.identity.Role;
import dev.modelyard.servicekit.paging.Page;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;

/** {@code /v1/signing-keys}, for admins. */
@Path("/v1/signing-keys")
@Tag(name = "Signing keys")
@RolesAllowed(Role.ADMIN_NAME)
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class SigningKeyResource {
    private final KeyRotationService rotation;

    SigningKeyResource(KeyRotationService rotation) {
        this.rotation = rotation;
    }

    @GET
    public Page<KeyLife> list() {
        return new Page<>(rotation.list(), Optional.empty());
    }

    @POST
    @Path("rotate")
    @ResponseStatus(202)
    public KeyLife rotate() {
        return rotation.rotate();
    }

    @POST
    @Path("{kid}/retire")
    public KeyLife retire(@RestPath String kid) {
        return rotation.retire(kid);
    }
}
