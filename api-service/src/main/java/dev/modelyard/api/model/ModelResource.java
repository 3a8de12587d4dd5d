package dev.modelyard.api.model;

import dev.modelyard.api.idempotency.OnceOnly;
import dev.modelyard.api.listing.OwnerScope;
import dev.modelyard.api.listing.QueryValues;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.task.Task;
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
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/models}. */
@Path("/v1/models")
@Tag(name = "Models", description = "Named trainable things, their versions and files")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class ModelResource {
    private final ModelService models;
    private final CurrentCaller caller;
    private final OnceOnly once;

    ModelResource(ModelService models, CurrentCaller caller, OnceOnly once) {
        this.models = models;
        this.caller = caller;
        this.once = once;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createModel",
            summary = "Create a model",
            description =
                    "It is a draft until a training has made its first version. Absent network: the default of the task."
                            + " With `untrained` its network can be served before that, as version 0.")
    @Parameter(in = ParameterIn.HEADER, name = OnceOnly.HEADER, description = OnceOnly.MEANING)
    @APIResponse(responseCode = "201", description = "The model")
    @APIResponse(responseCode = "404", description = "not_found: no such dataset")
    @APIResponse(responseCode = "422", description = "unknown_network: there is none of that name for the task")
    public RestResponse<Model> create(
            @RequestBody(
                            content =
                                    @Content(
                                            examples =
                                                    @ExampleObject(
                                                            name = "rows",
                                                            value =
                                                                    "{\"name\":\"flowers\",\"task\":\"tabular-classification\"}")))
                    @Valid
                    CreateModel request) {
        return once.created(request, () -> models.create(caller.get(), request), model -> "/v1/models/" + model.id());
    }

    @GET
    @Operation(operationId = "listModels", summary = "List models, newest first")
    public Page<Model> list(
            @RestQuery @Parameter(description = "only those for this task", example = "text-classification") @Nullable
                    String task,
            @RestQuery @Parameter(description = "only those in this state", example = "ready") @Nullable String state,
            @RestQuery @Parameter(description = "for admins: all, or an owner") @Nullable String owner,
            @RestQuery @Parameter(description = "1 to 200", example = "50") @Nullable String limit,
            @RestQuery @Nullable String cursor) {
        Caller who = caller.get();
        return models.list(
                OwnerScope.of(who, owner),
                QueryValues.read("task", task, Task::of),
                QueryValues.read("state", state, ModelState::of),
                PageRequest.of(limit, cursor));
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "readModel", summary = "Read a model")
    @APIResponse(responseCode = "404", description = "not_found: no such model")
    public Model read(@PathParam("id") ModelId id) {
        return models.get(caller.get(), id);
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "deleteModel", summary = "Delete a model with all versions and files")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "404", description = "not_found: no such model")
    @APIResponse(responseCode = "409", description = "conflict: it is started, or being trained")
    public void delete(@PathParam("id") ModelId id) {
        models.delete(caller.get(), id);
    }
}
