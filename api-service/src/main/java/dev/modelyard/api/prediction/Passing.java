package dev.modelyard.api.prediction;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.servicekit.identity.CurrentCaller;
import dev.modelyard.servicekit.problem.ProblemException;
import dev.modelyard.servicekit.request.CallerWatch;
import dev.modelyard.servicekit.upload.LimitedInputStream;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** A request of a resource as one that is passed on, and the answer as the resource's own. */
@ApplicationScoped
class Passing {
    private final PredictionService predictions;
    private final PredictionConfig config;
    private final CurrentCaller caller;
    private final CallerWatch watch;

    Passing(PredictionService predictions, PredictionConfig config, CurrentCaller caller, CallerWatch watch) {
        this.predictions = predictions;
        this.config = config;
        this.caller = caller;
        this.watch = watch;
    }

    /**
     * Passes a request on to a replica that answers for the model.
     *
     * @param path of the request, here and there
     * @throws ProblemException as {@link PredictionService#requireStarted}; 413 if the body is too large; 503 if no replica answers
     */
    Response pass(
            ModelId model,
            String method,
            String path,
            Map<String, String> headers,
            String contentType,
            InputStream body)
            throws IOException {
        predictions.requireStarted(caller.get(), model);
        String token = caller.token()
                .orElseThrow(() -> new ProblemException(ErrorCode.UNAUTHENTICATED, "This needs a token."));
        LimitedInputStream limited =
                new LimitedInputStream(body, config.largestBody().asLongValue());
        PredictionBody read = PredictionBody.read(
                contentType, limited, (int) config.keptBody().asLongValue());
        ReplicaRequest request = new ReplicaRequest(method, path, token, headers, read);
        PredictionAnswer answer = watch.during(() -> predictions.pass(caller.get(), model, request));
        Response.ResponseBuilder response =
                Response.status(answer.status()).type(answer.contentType()).entity(answer.body());
        answer.headers().forEach(response::header);
        return response.build();
    }
}
