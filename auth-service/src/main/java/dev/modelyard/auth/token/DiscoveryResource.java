package dev.modelyard.auth.token;

import dev.modelyard.auth.key.ProviderConfig;
import dev.modelyard.auth.key.SigningKeyService;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a relying service needs to check tokens by itself. */
@Path("/")
@Tag(name = "OpenID")
@Produces(MediaType.APPLICATION_JSON)
public class DiscoveryResource {
    private final SigningKeyService keys;
    private final Discovery discovery;

    DiscoveryResource(SigningKeyService keys, ProviderConfig config) {
        this.keys = keys;
        discovery = Discovery.of(config.issuer());
    }

    @GET
    @NonBlocking
    @Path(".well-known/openid-configuration")
    public Discovery configuration() {
        return discovery;
    }

    /** Read anew: whoever asks may hold a token that another replica has signed with a key that is a moment old. */
    @GET
    @RunOnVirtualThread
    @Path("oauth2/jwks")
    public JsonWebKey.KeySet keys() {
        keys.reload();
        return new JsonWebKey.KeySet(
                keys.published().stream().map(JsonWebKey::of).toList());
    }
}
