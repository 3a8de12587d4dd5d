package dev.modelyard.inference.protocol;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.inference.deployment.DeploymentService;
import dev.modelyard.inference.deployment.ServedVersion;
import dev.modelyard.inference.prediction.PredictionService;
import dev.modelyard.inference.protocol.InferRequest.WantedOutput;
import dev.modelyard.inference.protocol.ModelTensors.Described;
import dev.modelyard.modellibrary.sample.Sample;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Models as the protocol has them: the name is the model's id, the version its number. */
@ApplicationScoped
public class InferenceProtocolService {
    private final PredictionService predictions;
    private final DeploymentService deployments;

    InferenceProtocolService(PredictionService predictions, DeploymentService deployments) {
        this.predictions = predictions;
        this.deployments = deployments;
    }

    /** @throws ProblemException 503 until all started models are known here */
    void requireReady() {
        if (!deployments.allKnown()) {
            throw new ProblemException(
                    ErrorCode.SERVICE_UNAVAILABLE,
                    "This replica has only just begun and does not know all models yet.");
        }
    }

    /** What is told of a model. */
    record Metadata(
            String name, List<String> versions, String platform, List<Described> inputs, List<Described> outputs) {
        Metadata {
            versions = List.copyOf(versions);
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
        }
    }

    /** @throws ProblemException if the caller has no such model, it does not answer, or with another version */
    Metadata metadata(Caller caller, ModelId model, Optional<String> version) {
        ServedVersion serving = serving(caller, model, version);
        ModelTensors tensors = tensors(serving);
        return new Metadata(
                model.value(), List.of(number(serving)), "onnxruntime_onnx", tensors.inputs(), tensors.outputs());
    }

    /** @throws ProblemException as {@link #metadata} */
    void requireReady(Caller caller, ModelId model, Optional<String> version) {
        serving(caller, model, version);
    }

    /** Computes a request. */
    InferBody.Written infer(Caller caller, ModelId model, Optional<String> version, InferRequest request) {
        ModelTensors tensors = tensors(serving(caller, model, version));
        List<String> names = tensors.outputs().stream().map(Described::name).toList();
        for (WantedOutput wanted : request.outputs()) {
            if (!names.contains(wanted.name())) {
                throw InferBody.malformed(
                        "the model has no output '%s'; it has %s".formatted(wanted.name(), String.join(", ", names)));
            }
        }
        List<Sample> samples = tensors.samples(request.inputs());
        if (samples.isEmpty() || samples.size() > PredictionService.MOST_INPUTS) {
            throw InferBody.malformed("a request may hold 1 to %d samples, not %d"
                    .formatted(PredictionService.MOST_INPUTS, samples.size()));
        }
        PredictionService.Computed computed = predictions.compute(caller, model, samples);
        List<NamedTensor> answers = tensors(computed.version()).answers(computed.outcomes());
        return InferBody.write(model.value(), number(computed.version()), request, wanted(request, answers));
    }

    private static List<NamedTensor> wanted(InferRequest request, List<NamedTensor> answers) {
        if (request.outputs().isEmpty()) {
            return answers;
        }
        var byName = answers.stream().collect(Collectors.toMap(NamedTensor::name, answer -> answer));
        return request.outputs().stream()
                .map(wanted -> byName.get(wanted.name()))
                .distinct()
                .toList();
    }

    private ServedVersion serving(Caller caller, ModelId model, Optional<String> version) {
        ServedVersion serving = predictions.serving(caller, model);
        if (version.isPresent() && !version.get().equals(number(serving))) {
            throw ProblemException.notFound("version of the model that answers");
        }
        return serving;
    }

    private static String number(ServedVersion version) {
        return String.valueOf(version.desired().version());
    }

    private static ModelTensors tensors(ServedVersion version) {
        return new ModelTensors(version.residence().signature().orElseThrow());
    }
}
