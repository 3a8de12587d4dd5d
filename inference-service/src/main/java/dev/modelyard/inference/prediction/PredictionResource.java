package dev.modelyard.inference.prediction;

import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.servicekit.identity.CurrentCaller;
import dev.modelyard.servicekit.request.CallerWatch;
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
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Predictions of started models. */
@Path("/v1/models/{id}/predict")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
@Tag(name = "Predictions")
public class PredictionResource {
    private final PredictionService predictions;
    private final CurrentCaller caller;
    private final CallerWatch watch;

    PredictionResource(PredictionService predictions, CurrentCaller caller, CallerWatch watch) {
        this.predictions = predictions;
        this.caller = caller;
        this.watch = watch;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "predict",
            summary = "Predict",
            description = "Inputs that cannot be read fail alone; if all do, the answer is 422.")
    @APIResponse(responseCode = "200", description = "A prediction, or an error, for each input")
    @APIResponse(responseCode = "400", description = "Malformed request, or more than 256 inputs")
    @APIResponse(responseCode = "404", description = "No such model, or another owner's")
    @APIResponse(responseCode = "409", description = "The model is not started")
    @APIResponse(responseCode = "413", description = "The body is too large")
    @APIResponse(responseCode = "422", description = "None of the inputs can be read")
    @APIResponse(responseCode = "429", description = "Too many inputs wait; see Retry-After")
    @APIResponse(responseCode = "503", description = "The model is loading; see Retry-After")
    public PredictionAnswer predict(@PathParam("id") ModelId model, PredictionRequest request) throws IOException {
        return watch.during(() -> predictions.predict(caller.get(), model, request));
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(
            operationId = "predictImages",
            summary = "Predict images sent as a form",
            description = "Parts named image, each a JPEG or PNG; optionally a part top_k.")
    public PredictionAnswer predictImages(
            @PathParam("id") ModelId model, @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType, InputStream form)
            throws IOException {
        return watch.during(() -> predictions.predict(caller.get(), model, form, contentType));
    }
}
