package dev.modelyard.api.facade.gts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modelyard.api.deployment.Deployment;
import dev.modelyard.api.model.ModelService;
import dev.modelyard.api.prediction.PredictionAnswer;
import dev.modelyard.api.prediction.PredictionService;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Predicts samples of tasks: in calls of as many as the platform takes at a time, answered in order. */
@ApplicationScoped
class GtsPredictionService {
    /** Of one call of the platform. */
    static final int AT_A_TIME = 256;

    private static final int OK = 200;
    private static final ObjectMapper MAPPER = Json.mapper();

    private final GtsTaskService tasks;
    private final GtsInferenceService inference;
    private final ModelService models;
    private final PredictionService predictions;

    GtsPredictionService(
            GtsTaskService tasks, GtsInferenceService inference, ModelService models, PredictionService predictions) {
        this.tasks = tasks;
        this.inference = inference;
        this.models = models;
        this.predictions = predictions;
    }

    /** The label of each sample, and the probabilities of all labels in the order of the label file. */
    record Predicted(List<String> predictions, List<List<Double>> probabilities) {
        Predicted {
            predictions = List.copyOf(predictions);
            probabilities = List.copyOf(probabilities);
        }

        /** As the wire has them. */
        Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("predictions", predictions);
            fields.put("probabilities", probabilities);
            return fields;
        }
    }

    /**
     * Predicts samples.
     *
     * @param token of the caller
     * @throws GtsRefusalException -100 if the task is not started, -101 if a sample is not usable
     * @throws ProblemException if the platform cannot answer now
     */
    Predicted predict(Caller caller, String token, String name, List<JsonNode> samples) throws IOException {
        GtsTask task = tasks.require(caller, name, GtsTaskService.UNKNOWN);
        Deployment deployment = inference.requireStarted(task);
        List<Map<String, String>> inputs = new ArrayList<>(samples.size());
        for (JsonNode sample : samples) {
            inputs.add(input(task.type(), inputs.size(), sample));
        }
        Collected collected = new Collected(task, deployment.version());
        for (int from = 0; from < inputs.size(); from += AT_A_TIME) {
            List<Map<String, String>> some = inputs.subList(from, Math.min(inputs.size(), from + AT_A_TIME));
            Map<String, Object> question = Map.of("inputs", some, "top_k", Integer.MAX_VALUE);
            collected.add(asked(task, token, deployment.model(), Json.writeBytes(question)), some.size());
        }
        return collected.done();
    }

    private static Map<String, String> input(TaskType type, int place, JsonNode sample) {
        if (!sample.isObject()) {
            throw new GtsRefusalException(GtsRefusalException.DATA, "每条样本必须是字典形式", sample(place));
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (String field : type.fields()) {
            JsonNode text = sample.path(field);
            if (!text.isTextual()) {
                String message = "每条样本里必须包含" + field + "字段";
                String detail = text.isMissingNode() || text.isNull() ? sample(place) : sample(place) + "：不是字符串";
                throw new GtsRefusalException(GtsRefusalException.DATA, message, detail);
            }
            texts.put(field, text.textValue());
        }
        return type == TaskType.CLASSIFICATION ? Map.of("text", texts.get("content")) : texts;
    }

    /** Counted from 1, as lines of files are. */
    private static String sample(int place) {
        return "样本【" + (place + 1) + "】";
    }

    private JsonNode asked(GtsTask task, String token, ModelId model, byte[] question) throws IOException {
        try {
            return answered(predictions.predict(task.caller(), token, model, question));
        } catch (ProblemException e) {
            if (e.code() == ErrorCode.MODEL_NOT_STARTED) {
                throw new GtsRefusalException(GtsRefusalException.FAILED, GtsInferenceService.NOT_STARTED);
            }
            throw e;
        }
    }

    private static JsonNode answered(PredictionAnswer answer) throws IOException {
        JsonNode body = MAPPER.readTree(answer.body());
        if (answer.status() == OK) {
            return body;
        }
        ErrorCode code = ErrorCode.of(body.path("code").asText());
        String detail = body.path("detail").asText("The prediction failed.");
        switch (code) {
            case MODEL_NOT_STARTED, NOT_FOUND ->
                throw new GtsRefusalException(GtsRefusalException.FAILED, GtsInferenceService.NOT_STARTED, detail);
            case INVALID_DATA, INVALID_FIELD ->
                throw new GtsRefusalException(GtsRefusalException.DATA, "样本数据格式不合法", detail);
            default -> {
                Failure failure = Failure.of(code, detail);
                for (Map.Entry<String, String> header : answer.headers().entrySet()) {
                    failure = failure.withHeader(header.getKey(), header.getValue());
                }
                throw new ProblemException(failure);
            }
        }
    }

    /** The answers so far. A canary may have answered some of the calls, so each tells its version. */
    private final class Collected {
        private final GtsTask task;
        private final ModelId model;
        private final Map<Integer, Integer> labels = new HashMap<>();
        private final List<String> names = new ArrayList<>();
        private final List<List<Double>> probabilities = new ArrayList<>();
        private final int served;

        Collected(GtsTask task, int served) {
            this.task = task;
            this.model = task.model().orElseThrow();
            this.served = served;
        }

        void add(JsonNode answer, int asked) {
            JsonNode items = answer.path("predictions");
            if (items.size() != asked) {
                throw new IllegalStateException(items.size() + " predictions came of " + asked + " samples");
            }
            int count = labels.computeIfAbsent(answer.path("version").asInt(served), this::labels);
            for (JsonNode item : items) {
                if (item.has("error")) {
                    throw new GtsRefusalException(
                            GtsRefusalException.DATA,
                            "样本数据格式不合法",
                            sample(names.size()) + "："
                                    + item.path("error").path("message").asText());
                }
                names.add(item.path("label").asText());
                List<Double> ofSample = new ArrayList<>(Collections.nCopies(count, 0.0));
                item.path("top")
                        .forEach(candidate -> ofSample.set(
                                candidate.path("label_id").asInt(),
                                candidate.path("probability").asDouble()));
                probabilities.add(ofSample);
            }
        }

        Predicted done() {
            return new Predicted(names, probabilities);
        }

        private int labels(int version) {
            return models.version(task.caller(), model, version)
                    .summary()
                    .labels()
                    .size();
        }
    }
}
