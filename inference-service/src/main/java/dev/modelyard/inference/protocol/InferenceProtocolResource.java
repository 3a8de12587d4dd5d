package dev.modelyard.inference.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.inference.prediction.PredictionConfig;
import dev.modelyard.inference.protocol.InferenceProtocolService.Metadata;
import dev.modelyard.servicekit.identity.CurrentCaller;
import dev.modelyard.servicekit.json.RequestMapper;
import dev.modelyard.servicekit.request.CallerWatch;
import dev.modelyard.servicekit.request.RequestConfig;
import dev.modelyard.servicekit.upload.LimitedInputStream;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
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

/** {@code /v2}. */
@Path("/v2")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
@Tag(name = "Open Inference Protocol")
public class InferenceProtocolResource {
    private static final String HEADER = "Inference-Header-Content-Length";
    private static final String VERSION = "/models/{name}/versions/{version}";

    private final InferenceProtocolService service;
    private final PredictionConfig config;
    private final RequestConfig limits;
    private final RequestMapper mapper;
    private final CurrentCaller caller;
    private final CallerWatch watch;
    private final String release;

    InferenceProtocolResource(
            InferenceProtocolService service,
            PredictionConfig config,
            RequestConfig limits,
            RequestMapper mapper,
            CurrentCaller caller,
            CallerWatch watch,
            @ConfigProperty(name = "quarkus.application.version") String release) {
        this.service = service;
        this.config = config;
        this.limits = limits;
        this.mapper = mapper;
        this.caller = caller;
        this.watch = watch;
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
        service.requireReady();
        return Map.of("ready", true);
    }

    @GET
    @Path("/models/{name}")
    @Operation(operationId = "modelMetadata", summary = "The inputs and outputs of a model")
    public Metadata metadata(@PathParam("name") ModelId name) {
        return service.metadata(caller.get(), name, Optional.empty());
    }

    @GET
    @Path(VERSION)
    @Operation(operationId = "versionMetadata", summary = "The inputs and outputs of a version")
    public Metadata metadata(@PathParam("name") ModelId name, @PathParam("version") String version) {
        return service.metadata(caller.get(), name, Optional.of(version));
    }

    @GET
    @Path("/models/{name}/ready")
    @Operation(operationId = "modelReady", summary = "Whether a model answers")
    public Map<String, Object> ready(@PathParam("name") ModelId name) {
        service.requireReady(caller.get(), name, Optional.empty());
        return Map.of("name", name.value(), "ready", true);
    }

    @GET
    @Path(VERSION + "/ready")
    @Operation(operationId = "versionReady", summary = "Whether a version answers")
    public Map<String, Object> ready(@PathParam("name") ModelId name, @PathParam("version") String version) {
        service.requireReady(caller.get(), name, Optional.of(version));
        return Map.of("name", name.value(), "ready", true);
    }

    @POST
    @Path("/models/{name}/infer")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.WILDCARD)
    @Operation(operationId = "infer", summary = "Infer")
    public Response infer(
            @PathParam("name") ModelId name, @HeaderParam(HEADER) @Nullable String header, InputStream body)
            throws IOException {
        return infer(name, Optional.empty(), header, body);
    }

    @POST
    @Path(VERSION + "/infer")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.WILDCARD)
    @Operation(operationId = "inferVersion", summary = "Infer with a version")
    public Response infer(
            @PathParam("name") ModelId name,
            @PathParam("version") String version,
            @HeaderParam(HEADER) @Nullable String header,
            InputStream body)
            throws IOException {
        return infer(name, Optional.of(version), header, body);
    }

    private Response infer(ModelId name, Optional<String> version, @Nullable String header, InputStream body)
            throws IOException {
        service.requireReady(caller.get(), name, version);
        byte[] bytes = new LimitedInputStream(body, config.multipartLimit().asLongValue()).readAllBytes();
        InferRequest request = InferBody.read(
                bytes,
                Optional.ofNullable(header).map(InferenceProtocolResource::length),
                mapper.getContext(JsonNode.class),
                limits.jsonLimit().asLongValue());
        InferBody.Written written = watch.during(() -> service.infer(caller.get(), name, version, request));
        Response.ResponseBuilder response = Response.ok(written.bytes())
                .type(written.header().isPresent() ? MediaType.APPLICATION_OCTET_STREAM : MediaType.APPLICATION_JSON);
        written.header().ifPresent(length -> response.header(HEADER, length));
        return response.build();
    }

    private static int length(String header) {
        if (!header.matches("[0-9]{1,9}")) {
            throw InferBody.malformed("%s must be a whole number".formatted(HEADER));
        }
        return Integer.parseInt(header);
    }
}
