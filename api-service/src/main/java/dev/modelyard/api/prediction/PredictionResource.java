package dev.modelyard.api.prediction;

import dev.modelyard.contracts.id.ModelId;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
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
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /v1/models/{id}/predict}. */
@Path("/v1/models/{id}/predict")
@Tag(name = "Predictions", description = "What a started model says")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class PredictionResource {
    private final Passing passing;

    PredictionResource(Passing passing) {
        this.passing = passing;
    }

    @POST
    @Consumes({MediaType.APPLICATION_JSON, MediaType.MULTIPART_FORM_DATA})
    @Operation(
            operationId = "predict",
            summary = "Predict",
            description =
                    "Up to 256 inputs; predictions come in their order. An input that cannot be read fails alone.")
    @APIResponse(
            responseCode = "200",
            description = "A prediction, or an error, for each input",
            content =
                    @Content(
                            examples =
                                    @ExampleObject(
                                            name = "classification",
                                            value =
                                                    "{\"model\":\"mdl_abcdefghijklmnopqrstuvwxyz\",\"version\":1,\"predictions\":[{\"label\":\"setosa\",\"label_id\":0,\"probability\":0.98,\"top\":[{\"label\":\"setosa\",\"label_id\":0,\"probability\":0.98}]}]}")))
    @APIResponse(responseCode = "404", description = "not_found: no such model")
    @APIResponse(responseCode = "409", description = "model_not_started")
    @APIResponse(responseCode = "413", description = "too_large")
    @APIResponse(responseCode = "422", description = "invalid_data: no input could be read")
    @APIResponse(responseCode = "429", description = "too_many_requests: the queue is full")
    @APIResponse(responseCode = "503", description = "service_unavailable: the model is being loaded")
    @APIResponse(responseCode = "504", description = "deadline_exceeded")
    public Response predict(
            @PathParam("id") ModelId id,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON,
                                        schema = @Schema(type = SchemaType.OBJECT),
                                        examples = {
                                            @ExampleObject(
                                                    name = "texts",
                                                    value = "{\"inputs\":[\"good\",{\"text\":\"bad\"}],\"top_k\":2}"),
                                            @ExampleObject(name = "rows", value = "{\"inputs\":[[5.1,3.5,1.4,0.2]]}"),
                                            @ExampleObject(
                                                    name = "images",
                                                    value = "{\"inputs\":[{\"image\":\"<base64>\"}]}")
                                        }),
                                @Content(mediaType = MediaType.MULTIPART_FORM_DATA)
                            })
                    InputStream body)
            throws IOException {
        return passing.pass(
                id,
                "POST",
                "/v1/models/" + id.value() + "/predict",
                Map.of(),
                Optional.ofNullable(contentType).orElse(MediaType.APPLICATION_JSON),
                body);
    }
}
