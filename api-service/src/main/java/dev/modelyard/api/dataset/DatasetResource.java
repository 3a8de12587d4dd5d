package dev.modelyard.api.dataset;

import dev.modelyard.api.idempotency.OnceOnly;
import dev.modelyard.api.listing.OwnerScope;
import dev.modelyard.api.listing.QueryValues;
import dev.modelyard.contracts.id.DatasetId;
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

/** {@code /v1/datasets}. */
@Path("/v1/datasets")
@Tag(name = "Datasets", description = "Examples to train and test with, in versions")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class DatasetResource {
    private final DatasetService datasets;
    private final CurrentCaller caller;
    private final OnceOnly once;

    DatasetResource(DatasetService datasets, CurrentCaller caller, OnceOnly once) {
        this.datasets = datasets;
        this.caller = caller;
        this.once = once;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "createDataset", summary = "Create a dataset; content is added afterwards")
    @Parameter(in = ParameterIn.HEADER, name = OnceOnly.HEADER, description = OnceOnly.MEANING)
    @APIResponse(responseCode = "201", description = "The dataset")
    public RestResponse<Dataset> create(
            @RequestBody(
                            content =
                                    @Content(
                                            examples =
                                                    @ExampleObject(
                                                            name = "texts",
                                                            value =
                                                                    "{\"name\":\"news\",\"task\":\"text-classification\"}")))
                    @Valid
                    CreateDataset request) {
        return once.created(
                request,
                () -> datasets.create(caller.get().owner(), request),
                dataset -> "/v1/datasets/" + dataset.id());
    }

    @GET
    @Operation(operationId = "listDatasets", summary = "List datasets, newest first")
    public Page<Dataset> list(
            @RestQuery @Parameter(description = "only those for this task", example = "text-classification") @Nullable
                    String task,
            @RestQuery @Parameter(description = "for admins: all, or an owner") @Nullable String owner,
            @RestQuery @Parameter(description = "1 to 200", example = "50") @Nullable String limit,
            @RestQuery @Nullable String cursor) {
        Caller who = caller.get();
        return datasets.list(
                OwnerScope.of(who, owner), QueryValues.read("task", task, Task::of), PageRequest.of(limit, cursor));
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "readDataset", summary = "Read a dataset")
    @APIResponse(responseCode = "404", description = "not_found: no such dataset")
    public Dataset read(@PathParam("id") DatasetId id) {
        return datasets.get(caller.get(), id);
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "deleteDataset", summary = "Delete a dataset with all versions and files")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "404", description = "not_found: no such dataset")
    @APIResponse(
            responseCode = "409",
            description = "dataset_in_use: a draft model or a job that has not ended refers to it")
    public void delete(@PathParam("id") DatasetId id) {
        datasets.delete(caller.get(), id);
    }
}
