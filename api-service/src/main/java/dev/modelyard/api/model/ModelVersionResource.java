package dev.modelyard.api.model;

import dev.modelyard.api.artifact.ArtifactService;
import dev.modelyard.api.artifact.Download;
import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.artifact.Manifest;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.servicekit.identity.CurrentCaller;
import dev.modelyard.servicekit.paging.Page;
import dev.modelyard.servicekit.paging.PageRequest;
import dev.modelyard.servicekit.problem.ProblemException;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /v1/models/{id}/versions}. */
@Path("/v1/models/{id}/versions")
@Tag(name = "Models", description = "Named trainable things, their versions and files")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class ModelVersionResource {
    private final ModelService models;
    private final ArtifactService artifacts;
    private final CurrentCaller caller;

    ModelVersionResource(ModelService models, ArtifactService artifacts, CurrentCaller caller) {
        this.models = models;
        this.artifacts = artifacts;
        this.caller = caller;
    }

    @GET
    @Operation(operationId = "listModelVersions", summary = "List the versions of a model, newest first")
    @APIResponse(responseCode = "404", description = "not_found: no such model")
    public Page<ModelVersionDescription> list(
            @PathParam("id") ModelId id,
            @RestQuery @Parameter(description = "1 to 200", example = "50") @Nullable String limit,
            @RestQuery @Nullable String cursor) {
        return models.versions(caller.get(), id, PageRequest.of(limit, cursor)).map(ModelVersionDescription::of);
    }

    @GET
    @Path("/{version}")
    @Operation(
            operationId = "readModelVersion",
            summary = "Read a version: its scores and where it comes from",
            description = "0 is the model before its first training, if it was created with `untrained`.")
    @APIResponse(responseCode = "404", description = "not_found: no such version")
    public ModelVersionDescription read(@PathParam("id") ModelId id, @PathParam("version") int version) {
        return models.describe(caller.get(), id, version);
    }

    @DELETE
    @Path("/{version}")
    @Operation(operationId = "deleteModelVersion", summary = "Delete a version with its files")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "404", description = "not_found: no such version")
    @APIResponse(
            responseCode = "409",
            description = "conflict: the model's deployment refers to it, or it is version 0")
    public void delete(@PathParam("id") ModelId id, @PathParam("version") int version) {
        models.deleteVersion(caller.get(), id, version);
    }

    @GET
    @Path("/{version}/files")
    @Operation(operationId = "listModelFiles", summary = "List the files of a version, by path")
    @APIResponse(responseCode = "404", description = "not_found: no such version")
    public Page<Manifest.Entry> files(
            @PathParam("id") ModelId id,
            @PathParam("version") int version,
            @RestQuery @Parameter(description = "1 to 200", example = "50") @Nullable String limit,
            @RestQuery @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return models.source(caller.get(), id, version)
                .stored()
                .map(artifact -> artifacts.files(artifact, page))
                .orElseGet(() -> new Page<>(List.of(), Optional.empty()));
    }

    @GET
    @Path("/{version}/files/{path: .+}")
    @Produces(MediaType.WILDCARD)
    @Operation(operationId = "downloadModelFile", summary = "Download a file of a version")
    @APIResponse(responseCode = "200", description = "The file's bytes; its ETag is its SHA-256")
    @APIResponse(responseCode = "404", description = "not_found: no such version or file")
    public Response file(
            @PathParam("id") ModelId id,
            @PathParam("version") int version,
            @PathParam("path") @Parameter(example = "model.onnx") String path,
            @Context Request request) {
        ArtifactReference artifact =
                models.source(caller.get(), id, version).stored().orElseThrow(() -> ProblemException.notFound("file"));
        return Download.of(artifacts.open(artifact, path), request);
    }
}
