package dev.modelyard.api.documentation;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** {@code /}. */
@Path("/")
public class DocumentationResource {
    private static final URI SWAGGER_UI = URI.create("/q/swagger-ui/");

    /** Leads to the Swagger UI. */
    @GET
    @Operation(hidden = true)
    public Response root() {
        return Response.temporaryRedirect(SWAGGER_UI).build();
    }
}
