package dev.modelyard.api.deployment;

import dev.modelyard.api.idempotency.OnceOnly;
import dev.modelyard.api.listing.OwnerScope;
import dev.modelyard.api.listing.QueryValues;
import dev.modelyard.contracts.id.DeploymentId;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.identity.CurrentCaller;
import dev.modelyard.servicekit.paging.Page;
import dev.modelyard.servicekit.paging.PageRequest;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/deployments}. */
@Path("/v1/deployments")
@Tag(name = "Deployments", description = "Models that answer predictions")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class DeploymentResource {
    private final DeploymentService deployments;
    private final CurrentCaller caller;
    private final OnceOnly once;

    DeploymentResource(DeploymentService deployments, CurrentCaller caller, OnceOnly once) {
        this.deployments = deployments;
        this.caller = caller;
        this.once = once;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "startModel",
            summary = "Start a model",
            description =
                    "A model that is started with the same version stays as it is; with another version it is swapped"
                            + " and goes on answering meanwhile. The state becomes ready once a replica has loaded it.")
    @Parameter(in = ParameterIn.HEADER, name = OnceOnly.HEADER, description = OnceOnly.MEANING)
    @APIResponse(responseCode = "202", description = "The deployment as it is wanted now")
    @APIResponse(responseCode = "404", description = "not_found: no such model or version")
    @APIResponse(
            responseCode = "409",
            description = "model_untrained: the model has no trained version yet, and was created without `untrained`")
    public RestResponse<Deployment> start(
            @RequestBody(
                            content =
                                    @Content(
                                            examples =
                                                    @ExampleObject(
                                                            name = "latest version on two replicas",
                                                            value =
                                                                    "{\"model\":\"mdl_abcdefghijklmnopqrstuvwxyz\",\"replicas\":2}")))
                    @Valid
                    StartModel request) {
        return once.accepted(
                request,
                () -> deployments.start(caller.get(), request),
                deployment -> "/v1/deployments/" + deployment.id());
    }

    @GET
    @Operation(operationId = "listDeployments", summary = "List deployments, newest first")
    public Page<Deployment> list(
            @RestQuery @Parameter(description = "only those in this state", example = "ready") @Nullable String state,
            @RestQuery @Parameter(description = "only that of this model") @Nullable String model,
            @RestQuery @Parameter(description = "for admins: all, or an owner") @Nullable String owner,
            @RestQuery @Parameter(description = "1 to 200", example = "50") @Nullable String limit,
            @RestQuery @Nullable String cursor) {
        Caller who = caller.get();
        return deployments.list(
                OwnerScope.of(who, owner),
                QueryValues.read("state", state, DeploymentState::of),
                QueryValues.read("model", model, ModelId::new),
                PageRequest.of(limit, cursor));
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "readDeployment", summary = "Read a deployment")
    @APIResponse(responseCode = "404", description = "not_found: no such deployment")
    public Deployment read(@PathParam("id") DeploymentId id) {
        return deployments.get(caller.get(), id);
    }

    @POST
    @Path("/{id}/start")
    @ResponseStatus(202)
    @Operation(operationId = "startDeployment", summary = "Start a stopped deployment, or one that failed, again")
    @APIResponse(responseCode = "202", description = "The deployment as it is wanted now")
    @APIResponse(responseCode = "404", description = "not_found: no such deployment")
    public Deployment startAgain(@PathParam("id") DeploymentId id) {
        return deployments.start(caller.get(), id);
    }

    @POST
    @Path("/{id}/stop")
    @ResponseStatus(202)
    @Operation(operationId = "stopDeployment", summary = "Stop a deployment; predictions are refused at once")
    @APIResponse(responseCode = "202", description = "The deployment as it is wanted now")
    @APIResponse(responseCode = "404", description = "not_found: no such deployment")
    public Deployment stop(@PathParam("id") DeploymentId id) {
        return deployments.stop(caller.get(), id);
    }

    @PUT
    @Path("/{id}/canary")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(202)
    @Operation(operationId = "setCanary", summary = "Let another version answer a share of the calls")
    @APIResponse(responseCode = "202", description = "The deployment as it is wanted now")
    @APIResponse(
            responseCode = "400",
            description = "invalid_field: the version that is served, or a percentage beyond 1 to 99")
    @APIResponse(responseCode = "404", description = "not_found: no such deployment or version")
    @APIResponse(responseCode = "409", description = "model_not_started")
    public Deployment setCanary(@PathParam("id") DeploymentId id, @Valid SetCanary request) {
        return deployments.setCanary(caller.get(), id, request);
    }

    @DELETE
    @Path("/{id}/canary")
    @ResponseStatus(202)
    @Operation(operationId = "endCanary", summary = "Let the version that is served answer all calls again")
    @APIResponse(responseCode = "202", description = "The deployment as it is wanted now")
    @APIResponse(responseCode = "404", description = "not_found: no such deployment")
    @APIResponse(responseCode = "409", description = "model_not_started")
    public Deployment endCanary(@PathParam("id") DeploymentId id) {
        return deployments.endCanary(caller.get(), id);
    }

    @POST
    @Path("/{id}/promote")
    @ResponseStatus(202)
    @Operation(operationId = "promoteCanary", summary = "Let the canary answer all calls")
    @APIResponse(responseCode = "202", description = "The deployment as it is wanted now")
    @APIResponse(responseCode = "404", description = "not_found: no such deployment")
    @APIResponse(responseCode = "409", description = "conflict: there is no canary; model_not_started")
    public Deployment promote(@PathParam("id") DeploymentId id) {
        return deployments.promote(caller.get(), id);
    }

    @POST
    @Path("/{id}/rollback")
    @ResponseStatus(202)
    @Operation(
            operationId = "rollBack",
            summary = "End the canary; without one, serve again what was served before",
            description = "Rolling back twice serves the newer version again.")
    @APIResponse(responseCode = "202", description = "The deployment as it is wanted now")
    @APIResponse(responseCode = "404", description = "not_found: no such deployment")
    @APIResponse(responseCode = "409", description = "conflict: nothing else was served before; model_not_started")
    public Deployment rollBack(@PathParam("id") DeploymentId id) {
        return deployments.rollBack(caller.get(), id);
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "deleteDeployment", summary = "Stop a deployment and forget it")
    @APIResponse(responseCode = "204", description = "It is forgotten")
    @APIResponse(responseCode = "404", description = "not_found: no such deployment")
    public void delete(@PathParam("id") DeploymentId id) {
        deployments.delete(caller.get(), id);
    }
}
