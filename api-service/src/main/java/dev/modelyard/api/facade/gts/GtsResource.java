package dev.modelyard.api.facade.gts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.servicekit.identity.CurrentCaller;
import dev.modelyard.servicekit.problem.ProblemException;
import dev.modelyard.servicekit.request.CallerWatch;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** {@code /gts/api}, and by way of the root aliases {@code /api}: tasks, trainings and predictions. Refusals are HTTP 200, as in the original. */
@Path("/gts/api")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@RunOnVirtualThread
public class GtsResource {
    private final GtsTaskService tasks;
    private final StandingService standings;
    private final RemovalService removals;
    private final GtsTrainingService trainings;
    private final GtsInferenceService inference;
    private final GtsPredictionService predictions;
    private final BodyReader bodies;
    private final CurrentCaller caller;
    private final CallerWatch watch;

    GtsResource(
            GtsTaskService tasks,
            StandingService standings,
            RemovalService removals,
            GtsTrainingService trainings,
            GtsInferenceService inference,
            GtsPredictionService predictions,
            BodyReader bodies,
            CurrentCaller caller,
            CallerWatch watch) {
        this.tasks = tasks;
        this.standings = standings;
        this.removals = removals;
        this.trainings = trainings;
        this.inference = inference;
        this.predictions = predictions;
        this.bodies = bodies;
        this.caller = caller;
        this.watch = watch;
    }

    @POST
    @Path("/create_task")
    @Operation(hidden = true)
    public Map<String, Object> createTask(InputStream body) throws IOException {
        BodyFields fields = bodies.read(body);
        String name = fields.text("task_name");
        String type = fields.text("task_type");
        String engine = fields.text("engine_type");
        fields.check();
        GtsTaskService.Creation creation = tasks.create(caller.get(), name, type, engine);
        GtsAnswer answer =
                creation.created() ? GtsAnswer.ok("task成功创建") : GtsAnswer.of(GtsRefusalException.FAILED, "task已经存在");
        return answer.about(creation.name()).fields();
    }

    /** Whatever its body is: clients send none, and no {@code Content-Type}. */
    @POST
    @Path("/list_task")
    @Operation(hidden = true)
    public Map<String, Object> listTasks() {
        return GtsAnswer.ok("Success")
                .with("tasks", tasks.list(caller.get().owner()))
                .fields();
    }

    @POST
    @Path("/check_task_status")
    @Operation(hidden = true)
    public Map<String, Object> status(InputStream body) throws IOException {
        String task = task(body);
        StandingService.Status status = standings.status(caller.get(), task);
        return GtsAnswer.of(status.standing().code(), status.standing().message())
                .about(task)
                .with("test_acc", status.accuracy())
                .with("detail", status.detail())
                .fields();
    }

    @POST
    @Path("/delete_task")
    @Operation(hidden = true)
    public Map<String, Object> deleteTask(InputStream body) throws IOException {
        removals.delete(caller.get(), task(body), GtsUploadResource.NO_TASK);
        return GtsAnswer.ok("Success").fields();
    }

    @POST
    @Path("/train")
    @Operation(hidden = true)
    public Map<String, Object> train(InputStream body) throws IOException {
        Optional<String> detail = trainings.train(caller.get(), TrainCall.of(bodies.read(body)));
        return GtsAnswer.ok("训练调度成功").with("detail", detail).fields();
    }

    @POST
    @Path("/stop_train")
    @Operation(hidden = true)
    public Map<String, Object> stopTraining(InputStream body) throws IOException {
        trainings.stop(caller.get(), task(body));
        return GtsAnswer.ok("终止训练成功").fields();
    }

    @POST
    @Path("/start_inference")
    @Operation(hidden = true)
    public Map<String, Object> startInference(InputStream body) throws IOException {
        inference.start(caller.get(), caller.token(), task(body));
        return GtsAnswer.ok("加载预测模型").fields();
    }

    @POST
    @Path("/predict")
    @Operation(hidden = true)
    public Map<String, Object> predict(InputStream body) throws IOException {
        BodyFields fields = bodies.read(body);
        String task = fields.requiredText("task_id", "taskid");
        List<JsonNode> samples = fields.requiredList("sentences", "samples");
        fields.check();
        String token = caller.token()
                .orElseThrow(
                        () -> new ProblemException(
                                ErrorCode.UNAUTHENTICATED,
                                "Predictions need a token: send credentials, or have the operator set the key of anonymous callers."));
        GtsPredictionService.Predicted predicted =
                watch.during(() -> predictions.predict(caller.get(), token, task, samples));
        return GtsAnswer.ok("预测成功")
                .with("result", predicted.fields())
                .with("predictions", predicted.predictions())
                .with("probabilities", predicted.probabilities())
                .fields();
    }

    /** The document has no paths; who reads its word for predicting as one finds it too. */
    @POST
    @Path("/inference")
    @Operation(hidden = true)
    public Map<String, Object> inference(InputStream body) throws IOException {
        return predict(body);
    }

    @POST
    @Path("/end_inference")
    @Operation(hidden = true)
    public Map<String, Object> endInference(InputStream body) throws IOException {
        inference.end(caller.get(), task(body));
        return GtsAnswer.ok("释放预测模型").fields();
    }

    private String task(InputStream body) throws IOException {
        BodyFields fields = bodies.read(body);
        String task = fields.requiredText("task_id", "taskid");
        fields.check();
        return task;
    }

    @ServerExceptionMapper
    public Response refused(GtsRefusalException refusal) {
        return Refusals.answer(refusal);
    }

    @ServerExceptionMapper
    public Response unprocessable(UnprocessableBodyException unprocessable) {
        return Refusals.answer(unprocessable);
    }
}
