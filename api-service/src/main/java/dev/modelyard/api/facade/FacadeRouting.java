package dev.modelyard.api.facade;

import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Leads a request for a facade to the one path that its resource has, whatever the form of the path it came by; before it is authenticated. */
@Singleton
public class FacadeRouting {
    @ServerRequestFilter(preMatching = true)
    public void route(ContainerRequestContext request) {
        URI uri = request.getUriInfo().getRequestUri();
        String path = uri.getRawPath();
        FacadePaths.of(path)
                .map(FacadePaths.Target::path)
                .filter(target -> !target.equals(path))
                .ifPresent(target -> request.setRequestUri(withPath(uri, target)));
    }

    /** Everything as it came, percent signs included; a builder would take braces for the names of parameters. */
    private static URI withPath(URI uri, String path) {
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + path + query);
    }
}
