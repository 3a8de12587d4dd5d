package dev.modelyard.api.usage;

import dev.modelyard.api.quota.Quota;
import dev.modelyard.contracts.id.OwnerId;
import dev.modelyard.servicekit.identity.CurrentCaller;
import dev.modelyard.servicekit.identity.Role;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/usage} and {@code /v1/quotas}. */
@Path("/v1")
@Tag(name = "Quotas", description = "How much owners have, and may have")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class UsageResource {
    private final UsageService usage;
    private final CurrentCaller caller;

    UsageResource(UsageService usage, CurrentCaller caller) {
        this.usage = usage;
        this.caller = caller;
    }

    @GET
    @Path("/usage")
    @Operation(operationId = "readUsage", summary = "How much you have, and may have; no limit where none is said")
    public Usage own() {
        return usage.get(caller.get(), caller.get().owner());
    }

    @GET
    @Path("/quotas/{owner}")
    @Operation(operationId = "readQuota", summary = "How much an owner has, and may have")
    @APIResponse(responseCode = "404", description = "not_found: not you, and you are no admin")
    public Usage read(@PathParam("owner") OwnerId owner) {
        return usage.get(caller.get(), owner);
    }

    @PUT
    @Path("/quotas/{owner}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.ADMIN_NAME)
    @Operation(
            operationId = "setQuota",
            summary = "Set the limits of an owner",
            description = "A limit that is left out is that of the installation. Takes hold within a second.")
    @APIResponse(responseCode = "200", description = "What the owner has and may have now")
    @APIResponse(responseCode = "403", description = "forbidden: only an admin sets limits")
    public Usage limit(
            @PathParam("owner") OwnerId owner,
            @RequestBody(
                            content =
                                    @Content(
                                            examples =
                                                    @ExampleObject(
                                                            name = "two at a time",
                                                            value =
                                                                    "{\"running_jobs\":2,\"stored_bytes\":10000000000}")))
                    @Valid
                    Quota quota) {
        return usage.limit(owner, quota);
    }

    @DELETE
    @Path("/quotas/{owner}")
    @RolesAllowed(Role.ADMIN_NAME)
    @Operation(operationId = "resetQuota", summary = "Give an owner the limits of the installation again")
    @APIResponse(responseCode = "204", description = "It has them")
    @APIResponse(responseCode = "403", description = "forbidden: only an admin sets limits")
    public void reset(@PathParam("owner") OwnerId owner) {
        usage.reset(owner);
    }
}
