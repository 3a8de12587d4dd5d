package dev.modelyard.auth.token;

import dev.modelyard.auth.key.ProviderConfig;
import dev.modelyard.auth.key.SigningKeyService;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a relying service needs to check tokens by itself. */
@Path("/")
@Tag(name = "OpenID")
@NonBlocking
@Produces(MediaType.APPLICATION_JSON)
public class DiscoveryResource {
    private final SigningKeyService keys;
    private final Discovery discovery;

    DiscoveryResource(SigningKeyService keys, ProviderConfig config) {
        this.keys = keys;
        discovery = Discovery.of(config.issuer());
    }

    @GET
    @Path(".well-known/openid-configuration")
    public Discovery configuration() {
        return discovery;
    }

    @GET
    @Path("oauth2/jwks")
    public JsonWebKey.KeySet keys() {
        return new JsonWebKey.KeySet(
                keys.published().stream().map(JsonWebKey::of).toList());
    }
}
