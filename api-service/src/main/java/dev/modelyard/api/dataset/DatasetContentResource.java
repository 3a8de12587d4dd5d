package dev.modelyard.api.dataset;

import dev.modelyard.api.idempotency.OnceOnly;
import dev.modelyard.api.job.Job;
import dev.modelyard.api.job.JobDescription;
import dev.modelyard.api.listing.QueryValues;
import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.servicekit.identity.CurrentCaller;
import dev.modelyard.servicekit.upload.UploadGuard;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** What makes versions of {@code /v1/datasets/{id}}: uploads, imports and splits. Each is a job. */
@Path("/v1/datasets/{id}")
@Tag(name = "Datasets", description = "Examples to train and test with, in versions")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class DatasetContentResource {
    private final ContentService content;
    private final ImportService imports;
    private final DatasetConfig config;
    private final CurrentCaller caller;
    private final OnceOnly once;

    DatasetContentResource(
            ContentService content, ImportService imports, DatasetConfig config, CurrentCaller caller, OnceOnly once) {
        this.content = content;
        this.imports = imports;
        this.config = config;
        this.caller = caller;
        this.once = once;
    }

    @POST
    @Path("/content")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "uploadContent",
            summary = "Upload content; an import job checks it and makes the next version",
            description =
                    "The body is the file itself, or a form with one part named file. The format is that of format, else"
                            + " of Content-Type, else of the ending of the name.")
    @APIResponse(responseCode = "202", description = "The import job")
    @APIResponse(responseCode = "404", description = "not_found: no such dataset")
    @APIResponse(responseCode = "413", description = "too_large, or quota_exceeded: more than you may store")
    @Parameter(in = ParameterIn.HEADER, name = OnceOnly.HEADER, description = OnceOnly.MEANING)
    public RestResponse<JobDescription> upload(
            @PathParam("id") DatasetId id,
            @RestQuery @Parameter(description = "jsonl, csv, zip or tar.gz", example = "csv") @Nullable String format,
            @RestQuery @Parameter(description = "the file's name", example = "iris.csv") @Nullable String name,
            @RestQuery @Parameter(description = "the csv column to predict; absent: the last") @Nullable String target,
            @RestQuery @Parameter(description = "the allowed labels in order, comma separated") @Nullable String labels,
            @RestQuery
                    @Parameter(description = "shares of train, validation and test", example = "0.8,0.1,0.1")
                    @Nullable
                    String split,
            @RestQuery @Parameter(description = "of the split", example = "42") @Nullable String seed,
            @Context HttpHeaders headers,
            @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = MediaType.APPLICATION_OCTET_STREAM,
                                        schema = @Schema(type = SchemaType.STRING, format = "binary")),
                                @Content(mediaType = MediaType.MULTIPART_FORM_DATA)
                            })
                    InputStream body)
            throws IOException {
        UploadHead head = UploadHead.of(headers);
        Optional<RestResponse<JobDescription>> earlier = once.earlier(head);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        return submit(
                head,
                content.receive(
                        caller.get(),
                        id,
                        () -> UploadGuard.open(
                                body, headers, "file", config.largestUpload().asLongValue()),
                        head,
                        ContentQuery.of(
                                format, name, target, labels, split, QueryValues.read("seed", seed, Long::valueOf))));
    }

    /** Of two uploads under one key at the same time, the one that was stored first is imported. */
    private RestResponse<JobDescription> submit(UploadHead head, ReceivedContent received) {
        AtomicBoolean submitted = new AtomicBoolean();
        try {
            return once.accepted(
                    head,
                    () -> {
                        Job job = content.submit(caller.get(), received);
                        submitted.set(true);
                        return JobDescription.of(job);
                    },
                    JobDescription::path);
        } finally {
            if (!submitted.get()) {
                content.discard(received);
            }
        }
    }

    @POST
    @Path("/import")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "importFolder",
            summary = "Import a folder or file that the workers see",
            description =
                    "It must lie below one of the import roots of this installation, every symbolic link followed.")
    @APIResponse(responseCode = "202", description = "The import job")
    @APIResponse(responseCode = "404", description = "not_found: no such dataset")
    @APIResponse(responseCode = "422", description = "path_not_allowed")
    @Parameter(in = ParameterIn.HEADER, name = OnceOnly.HEADER, description = OnceOnly.MEANING)
    public RestResponse<JobDescription> importFolder(
            @PathParam("id") DatasetId id,
            @RequestBody(
                            content =
                                    @Content(
                                            examples =
                                                    @ExampleObject(
                                                            name = "a folder, divided",
                                                            value =
                                                                    "{\"path\":\"/data/iris\",\"split\":{\"train\":0.8,\"validation\":0.1,\"test\":0.1}}")))
                    @Valid
                    ImportFolder request) {
        return once.accepted(
                request,
                () -> JobDescription.of(imports.importFolder(caller.get(), id, request)),
                JobDescription::path);
    }

    @POST
    @Path("/split")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "splitVersion",
            summary = "Divide the examples of a version anew; a job makes the next version",
            description = "At random by the seed, by label where there are labels.")
    @APIResponse(responseCode = "202", description = "The split job")
    @APIResponse(responseCode = "404", description = "not_found: no such dataset or version")
    @APIResponse(responseCode = "409", description = "dataset_empty: there is no version yet")
    @Parameter(in = ParameterIn.HEADER, name = OnceOnly.HEADER, description = OnceOnly.MEANING)
    public RestResponse<JobDescription> split(
            @PathParam("id") DatasetId id,
            @RequestBody(
                            content =
                                    @Content(
                                            examples =
                                                    @ExampleObject(
                                                            name = "eight to one to one",
                                                            value =
                                                                    "{\"train\":0.8,\"validation\":0.1,\"test\":0.1,\"seed\":7}")))
                    @Valid
                    SplitVersion request) {
        return once.accepted(
                request, () -> JobDescription.of(imports.split(caller.get(), id, request)), JobDescription::path);
    }
}
