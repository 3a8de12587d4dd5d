package dev.modelyard.inference.protocol;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.inference.deployment.DeploymentService;
import dev.modelyard.inference.deployment.ServedVersion;
import dev.modelyard.inference.deployment.Serving;
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
        Serving serving = predictions.serving(caller, model);
        ServedVersion described = predictions.choose(
                caller,
                model,
                number(version).or(() -> Optional.of(serving.stable().number())));
        ModelTensors tensors = tensors(described);
        List<String> versions = serving.versions().stream()
                .map(one -> String.valueOf(one.number()))
                .toList();
        return new Metadata(model.value(), versions, "onnxruntime_onnx", tensors.inputs(), tensors.outputs());
    }

    /** @throws ProblemException as {@link #metadata} */
    void requireReady(Caller caller, ModelId model, Optional<String> version) {
        Serving serving = predictions.serving(caller, model);
        if (number(version).filter(number -> serving.version(number).isEmpty()).isPresent()) {
            throw unknownVersion();
        }
    }

    /** Computes a request. */
    InferBody.Written infer(Caller caller, ModelId model, Optional<String> version, InferRequest request) {
        ServedVersion chosen = predictions.choose(caller, model, number(version));
        ModelTensors tensors = tensors(chosen);
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
        PredictionService.Computed computed = predictions.compute(caller, model, chosen, samples);
        List<NamedTensor> answers = tensors(computed.version()).answers(computed.outcomes());
        return InferBody.write(
                model.value(), String.valueOf(computed.version().number()), request, wanted(request, answers));
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

    /** What is not a number is no version. */
    private static Optional<Integer> number(Optional<String> version) {
        if (version.filter(text -> !text.matches("\\d{1,9}")).isPresent()) {
            throw unknownVersion();
        }
        return version.map(Integer::valueOf);
    }

    private static ProblemException unknownVersion() {
        return ProblemException.notFound("version of the model that answers");
    }

    private static ModelTensors tensors(ServedVersion version) {
        return new ModelTensors(version.residence().signature().orElseThrow());
    }
}
