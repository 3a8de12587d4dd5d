package dev.modelyard.api.prediction;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.servicekit.problem.ProblemException;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.health.SmallRyeHealthReporter;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /v2}: the Open Inference Protocol, version 2, passed on to the replicas. */
@Path("/v2")
@Tag(name = "Open Inference Protocol", description = "Started models as tensors; the name of a model is its id")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class InferenceProtocolResource {
    private static final String HEADER = "Inference-Header-Content-Length";
    private static final String MODEL = "/models/{name}";
    private static final String VERSION = MODEL + "/versions/{version}";

    private final Passing passing;
    private final SmallRyeHealthReporter health;
    private final String release;

    InferenceProtocolResource(
            Passing passing,
            SmallRyeHealthReporter health,
            @ConfigProperty(name = "quarkus.application.version") String release) {
        this.passing = passing;
        this.health = health;
        this.release = release;
    }

    @GET
    @PermitAll
    @Operation(operationId = "serverMetadata", summary = "Who answers here, and which extensions it knows")
    public Map<String, Object> server() {
        return Map.of("name", "modelyard", "version", release, "extensions", List.of("binary_tensor_data"));
    }

    @GET
    @Path("/health/live")
    @PermitAll
    @Operation(operationId = "serverLive", summary = "Whether it runs")
    public Map<String, Boolean> live() {
        return Map.of("live", true);
    }

    @GET
    @Path("/health/ready")
    @PermitAll
    @Operation(operationId = "serverReady", summary = "Whether it takes requests")
    public Map<String, Boolean> ready() {
        if (health.getReadiness().isDown()) {
            throw new ProblemException(
                    ErrorCode.SERVICE_UNAVAILABLE, "The service is not ready; /q/health/ready says what is missing.");
        }
        return Map.of("ready", true);
    }

    @GET
    @Path(MODEL)
    @Operation(operationId = "modelMetadata", summary = "The inputs and outputs of a model")
    public Response metadata(@PathParam("name") ModelId name) throws IOException {
        return get(name, "");
    }

    @GET
    @Path(MODEL + "/ready")
    @Operation(operationId = "modelReady", summary = "Whether a model answers")
    public Response ready(@PathParam("name") ModelId name) throws IOException {
        return get(name, "/ready");
    }

    @GET
    @Path(VERSION)
    @Operation(operationId = "versionMetadata", summary = "The inputs and outputs of a version")
    public Response metadata(@PathParam("name") ModelId name, @PathParam("version") long version) throws IOException {
        return get(name, "/versions/" + version);
    }

    @GET
    @Path(VERSION + "/ready")
    @Operation(operationId = "versionReady", summary = "Whether a version answers")
    public Response ready(@PathParam("name") ModelId name, @PathParam("version") long version) throws IOException {
        return get(name, "/versions/" + version + "/ready");
    }

    @POST
    @Path(MODEL + "/infer")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.WILDCARD)
    @Operation(operationId = "infer", summary = "Infer")
    public Response infer(
            @PathParam("name") ModelId name,
            @HeaderParam(HEADER) @Nullable String header,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            InputStream body)
            throws IOException {
        return infer(name, "/infer", header, contentType, body);
    }

    @POST
    @Path(VERSION + "/infer")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.WILDCARD)
    @Operation(operationId = "inferVersion", summary = "Infer with a version")
    public Response infer(
            @PathParam("name") ModelId name,
            @PathParam("version") long version,
            @HeaderParam(HEADER) @Nullable String header,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            InputStream body)
            throws IOException {
        return infer(name, "/versions/" + version + "/infer", header, contentType, body);
    }

    private Response infer(
            ModelId name, String rest, @Nullable String header, @Nullable String contentType, InputStream body)
            throws IOException {
        return passing.pass(
                name,
                "POST",
                path(name, rest),
                header == null ? Map.of() : Map.of(HEADER, header),
                Optional.ofNullable(contentType).orElse(MediaType.APPLICATION_JSON),
                body);
    }

    private Response get(ModelId name, String rest) throws IOException {
        return passing.pass(
                name, "GET", path(name, rest), Map.of(), MediaType.APPLICATION_JSON, InputStream.nullInputStream());
    }

    private static String path(ModelId name, String rest) {
        return "/v2/models/" + name.value() + rest;
    }
}
