package dev.modelyard.auth.token;

import dev.modelyard.auth.client.RecognitionService;
import dev.modelyard.servicekit.identity.BasicCredentials;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Basic credentials to identities. */
@ApplicationScoped
@IfBuildProperty(name = "quarkus.oidc.enabled", stringValue = "false")
class BasicProvider implements IdentityProvider<UsernamePasswordAuthenticationRequest> {
    private final RecognitionService recognition;

    BasicProvider(RecognitionService recognition) {
        this.recognition = recognition;
    }

    @Override
    public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
        return UsernamePasswordAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            UsernamePasswordAuthenticationRequest request, AuthenticationRequestContext context) {
        BasicCredentials credentials = new BasicCredentials(
                request.getUsername(), new String(request.getPassword().getPassword()));
        RoutingContext http = HttpSecurityUtils.getRoutingContextAttribute(request);
        String address = http.request().remoteAddress().hostAddress();
        return context.runBlocking(() -> BearerProvider.identity(
                recognition.recognise(credentials, address).client()));
    }
}
