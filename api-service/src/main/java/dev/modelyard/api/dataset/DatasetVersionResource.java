package dev.modelyard.api.dataset;

import dev.modelyard.api.artifact.ArtifactService;
import dev.modelyard.api.artifact.Download;
import dev.modelyard.api.listing.QueryValues;
import dev.modelyard.contracts.artifact.Manifest;
import dev.modelyard.contracts.artifact.Split;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.servicekit.identity.CurrentCaller;
import dev.modelyard.servicekit.paging.Page;
import dev.modelyard.servicekit.paging.PageRequest;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /v1/datasets/{id}/versions}. */
@Path("/v1/datasets/{id}/versions")
@Tag(name = "Datasets", description = "Examples to train and test with, in versions")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class DatasetVersionResource {
    private final DatasetService datasets;
    private final RecordService records;
    private final ArtifactService artifacts;
    private final CurrentCaller caller;

    DatasetVersionResource(
            DatasetService datasets, RecordService records, ArtifactService artifacts, CurrentCaller caller) {
        this.datasets = datasets;
        this.records = records;
        this.artifacts = artifacts;
        this.caller = caller;
    }

    @GET
    @Operation(operationId = "listDatasetVersions", summary = "List the versions of a dataset, newest first")
    @APIResponse(responseCode = "404", description = "not_found: no such dataset")
    public Page<DatasetVersionDescription> list(
            @PathParam("id") DatasetId id,
            @RestQuery @Parameter(description = "1 to 200", example = "50") @Nullable String limit,
            @RestQuery @Nullable String cursor) {
        return datasets.versions(caller.get(), id, PageRequest.of(limit, cursor))
                .map(DatasetVersionDescription::of);
    }

    @GET
    @Path("/{version}")
    @Operation(operationId = "readDatasetVersion", summary = "Read a version: its labels, columns and counts")
    @APIResponse(responseCode = "404", description = "not_found: no such version")
    public DatasetVersionDescription read(@PathParam("id") DatasetId id, @PathParam("version") int version) {
        return DatasetVersionDescription.of(datasets.version(caller.get(), id, version));
    }

    @GET
    @Path("/{version}/records")
    @Operation(
            operationId = "listRecords",
            summary = "List the examples of a version, in their order",
            description =
                    "A page may hold fewer than limit, even none, and still have a next one: a rare label in a large"
                            + " version is looked for in steps.")
    @APIResponse(responseCode = "404", description = "not_found: no such version")
    public Page<Example> records(
            @PathParam("id") DatasetId id,
            @PathParam("version") int version,
            @RestQuery @Parameter(description = "only those of this split", example = "test") @Nullable String split,
            @RestQuery @Parameter(description = "only those of this label") @Nullable String label,
            @RestQuery @Parameter(description = "1 to 200", example = "50") @Nullable String limit,
            @RestQuery @Nullable String cursor) {
        return records.page(
                datasets.version(caller.get(), id, version),
                QueryValues.read("split", split, Split::of),
                Optional.ofNullable(label),
                PageRequest.of(limit, cursor));
    }

    @GET
    @Path("/{version}/files")
    @Operation(operationId = "listDatasetFiles", summary = "List the files of a version, by path")
    @APIResponse(responseCode = "404", description = "not_found: no such version")
    public Page<Manifest.Entry> files(
            @PathParam("id") DatasetId id,
            @PathParam("version") int version,
            @RestQuery @Parameter(description = "1 to 200", example = "50") @Nullable String limit,
            @RestQuery @Nullable String cursor) {
        return artifacts.files(datasets.version(caller.get(), id, version).artifact(), PageRequest.of(limit, cursor));
    }

    @GET
    @Path("/{version}/files/{path: .+}")
    @Produces(MediaType.WILDCARD)
    @Operation(operationId = "downloadDatasetFile", summary = "Download a file of a version")
    @APIResponse(responseCode = "200", description = "The file's bytes; its ETag is its SHA-256")
    @APIResponse(responseCode = "404", description = "not_found: no such version or file")
    public Response file(
            @PathParam("id") DatasetId id,
            @PathParam("version") int version,
            @PathParam("path") @Parameter(example = "files/cat/1.jpg") String path,
            @Context Request request) {
        return Download.of(
                artifacts.open(datasets.version(caller.get(), id, version).artifact(), path), request);
    }
}
