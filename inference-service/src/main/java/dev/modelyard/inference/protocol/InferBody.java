package dev.modelyard.inference.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.wire.Json;
import dev.modelyard.inference.prediction.PredictionService;
import dev.modelyard.inference.protocol.InferRequest.WantedOutput;
import dev.modelyard.servicekit.problem.JsonFailures;
import dev.modelyard.servicekit.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The wire form of inference: JSON, after which the binary extension has the bytes of tensors, in their order. Everything that is
 * wrong is a 400 that names the tensor.
 */
final class InferBody {
    /** Of all tensors of a request together. */
    private static final long MOST_ELEMENTS = 1 << 22;

    private final byte[] bytes;
    private int at;
    private long elements;

    private InferBody(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    /**
     * Reads a request.
     *
     * @param header how many of the bytes are JSON; all, if empty
     * @param json reads it, and refuses what is too deep or has too many values
     * @param mostJson bytes of JSON that are read
     */
    static InferRequest read(byte[] bytes, Optional<Integer> header, ObjectMapper json, long mostJson) {
        int length = header.orElse(bytes.length);
        if (length < 0 || length > bytes.length) {
            throw malformed(
                    "Inference-Header-Content-Length is %d, but the body has %d bytes".formatted(length, bytes.length));
        }
        if (length > mostJson) {
            throw new ProblemException(
                    ErrorCode.TOO_LARGE,
                    "The JSON has %d bytes; the limit is %d. Send tensors as bytes.".formatted(length, mostJson));
        }
        InferBody body = new InferBody(bytes, length);
        InferRequest request = body.request(json(bytes, length, json));
        if (body.at != bytes.length) {
            throw malformed("the body has %d bytes more than its tensors say".formatted(bytes.length - body.at));
        }
        return request;
    }

    private static JsonNode json(byte[] bytes, int length, ObjectMapper mapper) {
        try {
            JsonNode json = mapper.readTree(bytes, 0, length);
            if (!json.isObject()) {
                throw malformed("the body must be a JSON object");
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new ProblemException(JsonFailures.malformed(e), e);
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
    }

    private InferRequest request(JsonNode json) {
        List<NamedTensor> inputs = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode input : items(json, "inputs")) {
            NamedTensor tensor = tensor(input);
            if (!names.add(tensor.name())) {
                throw malformed("input '%s' is given twice".formatted(tensor.name()));
            }
            inputs.add(tensor);
        }
        List<WantedOutput> outputs = new ArrayList<>();
        if (json.hasNonNull("outputs")) {
            for (JsonNode output : items(json, "outputs")) {
                outputs.add(new WantedOutput(
                        text(output, "name", "an output"), flag(output.path("parameters"), "binary_data")));
            }
        }
        return new InferRequest(
                id(json),
                inputs,
                outputs,
                flag(json.path("parameters"), "binary_data_output").orElse(false));
    }

    private static Optional<String> id(JsonNode json) {
        if (!json.hasNonNull("id")) {
            return Optional.empty();
        }
        if (!json.path("id").isTextual()) {
            throw malformed("id must be a text");
        }
        return Optional.of(json.path("id").textValue());
    }

    private NamedTensor tensor(JsonNode json) {
        String name = text(json, "name", "an input");
        String typeName = text(json, "datatype", "input '" + name + "'");
        DataType type = DataType.named(typeName)
                .orElseThrow(() -> malformed("input '%s' has the unknown datatype '%s'".formatted(name, typeName)));
        List<Long> shape = shape(json.path("shape"), name);
        int count = elements(shape, name);
        JsonNode size = json.path("parameters").path("binary_data_size");
        if (size.isMissingNode()) {
            List<JsonNode> leaves = leaves(json.path("data"), shape, count, name);
            return new NamedTensor(name, type, shape, data(leaves, type, name));
        }
        if (json.hasNonNull("data")) {
            throw malformed("input '%s' has data and binary_data_size; it may have one of them".formatted(name));
        }
        if (!size.isIntegralNumber()
                || !size.canConvertToInt()
                || size.intValue() < 0
                || size.intValue() > bytes.length - at) {
            throw malformed("input '%s' has a binary_data_size that the body does not hold".formatted(name));
        }
        ByteBuffer part = ByteBuffer.wrap(bytes, at, size.intValue()).slice().order(ByteOrder.LITTLE_ENDIAN);
        at += size.intValue();
        return new NamedTensor(name, type, shape, data(part, type, count, name));
    }

    /** The elements of data that is flat, or nested as the shape says. */
    private static List<JsonNode> leaves(JsonNode json, List<Long> shape, int count, String name) {
        if (!json.isArray()) {
            throw malformed("input '%s' needs data, an array".formatted(name));
        }
        List<JsonNode> leaves = new ArrayList<>();
        if (json.path(0).isArray()) {
            unnest(json, shape, 0, leaves, name);
        } else {
            json.forEach(leaves::add);
        }
        if (leaves.size() != count) {
            throw malformed("input '%s' has %d elements, but its shape says %d".formatted(name, leaves.size(), count));
        }
        return leaves;
    }

    private static void unnest(JsonNode json, List<Long> shape, int depth, List<JsonNode> leaves, String name) {
        boolean innermost = depth == shape.size() - 1;
        if (json.size() != shape.get(depth)) {
            throw malformed("input '%s' has data of %d items in its dimension %d, but its shape says %d"
                    .formatted(name, json.size(), depth, shape.get(depth)));
        }
        for (JsonNode item : json) {
            if (item.isArray() == innermost) {
                throw malformed(
                        "input '%s' has data that is neither flat nor nested as its shape says".formatted(name));
            }
            if (innermost) {
                leaves.add(item);
            } else {
                unnest(item, shape, depth + 1, leaves, name);
            }
        }
    }

    private static Values data(List<JsonNode> leaves, DataType type, String name) {
        int count = leaves.size();
        if (type == DataType.BYTES) {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                if (!leaves.get(i).isTextual()) {
                    throw malformed("element %d of input '%s' must be a text".formatted(i, name));
                }
                texts.add(leaves.get(i).textValue());
            }
            return Values.Blobs.of(texts);
        }
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            JsonNode leaf = leaves.get(i);
            if (!(type == DataType.BOOL ? leaf.isBoolean() || leaf.isNumber() : leaf.isNumber())) {
                throw malformed("element %d of input '%s' must be a number".formatted(i, name));
            }
            numbers[i] = finite(leaf.isBoolean() ? (leaf.booleanValue() ? 1 : 0) : leaf.doubleValue(), i, name);
            if (!type.holds(numbers[i])) {
                throw malformed("element %d of input '%s' is no %s".formatted(i, name, type));
            }
        }
        return new Values.Numbers(numbers);
    }

    private static Values data(ByteBuffer part, DataType type, int count, String name) {
        if (type == DataType.BYTES) {
            return new Values.Blobs(blobs(part, count, name));
        }
        if (part.remaining() != (long) count * type.size()) {
            throw malformed("input '%s' has %d bytes, but its shape and datatype say %d"
                    .formatted(name, part.remaining(), (long) count * type.size()));
        }
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = finite(type.read(part), i, name);
        }
        return new Values.Numbers(numbers);
    }

    private static List<byte[]> blobs(ByteBuffer part, int count, String name) {
        List<byte[]> blobs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = part.remaining() < Integer.BYTES ? -1 : part.getInt();
            if (length < 0 || length > part.remaining()) {
                throw malformed("element %d of input '%s' is longer than its bytes".formatted(i, name));
            }
            byte[] blob = new byte[length];
            part.get(blob);
            blobs.add(blob);
        }
        if (part.hasRemaining()) {
            throw malformed("input '%s' has more bytes than elements".formatted(name));
        }
        return blobs;
    }

    private static double finite(double number, int i, String name) {
        if (!Double.isFinite(number)) {
            throw malformed("element %d of input '%s' is not a finite number".formatted(i, name));
        }
        return number;
    }

    private static List<Long> shape(JsonNode json, String name) {
        List<Long> shape = new ArrayList<>();
        for (JsonNode size : json) {
            if (!size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() < 0) {
                throw malformed("the shape of input '%s' must hold whole numbers".formatted(name));
            }
            shape.add(size.longValue());
        }
        if (!json.isArray() || shape.isEmpty()) {
            throw malformed("input '%s' needs a shape, an array whose first number is the batch".formatted(name));
        }
        return shape;
    }

    private int elements(List<Long> shape, String name) {
        if (shape.getFirst() > PredictionService.MOST_INPUTS) {
            throw malformed("input '%s' has %d samples; a request may hold 1 to %d"
                    .formatted(name, shape.getFirst(), PredictionService.MOST_INPUTS));
        }
        long product = 1;
        for (long size : shape) {
            product *= Math.min(size, MOST_ELEMENTS + 1);
            if (product > MOST_ELEMENTS) {
                break;
            }
        }
        elements += product;
        if (elements > MOST_ELEMENTS) {
            throw malformed("input '%s' has a shape by which the request has more than %d elements"
                    .formatted(name, MOST_ELEMENTS));
        }
        return (int) product;
    }

    private static JsonNode items(JsonNode json, String field) {
        JsonNode items = json.path(field);
        if (!items.isArray() || items.isEmpty()) {
            throw malformed("%s must be an array that is not empty".formatted(field));
        }
        for (JsonNode item : items) {
            if (!item.isObject()) {
                throw malformed("%s must hold objects".formatted(field));
            }
        }
        return items;
    }

    private static String text(JsonNode json, String field, String of) {
        JsonNode text = json.path(field);
        if (!text.isTextual() || text.textValue().isEmpty()) {
            throw malformed("%s needs a %s".formatted(of, field));
        }
        return text.textValue();
    }

    private static Optional<Boolean> flag(JsonNode parameters, String name) {
        JsonNode flag = parameters.path(name);
        return flag.isBoolean() ? Optional.of(flag.booleanValue()) : Optional.empty();
    }

    /**
     * An answer.
     *
     * @param header how many bytes are JSON, if not all
     */
    record Written(byte[] bytes, Optional<Integer> header) {}

    /** Writes the outputs of an answer, in the form that the request wants each in. */
    static Written write(String model, String version, InferRequest request, List<NamedTensor> outputs) {
        ByteArrayOutputStream binary = new ByteArrayOutputStream();
        List<Map<String, Object>> described = new ArrayList<>();
        for (NamedTensor output : outputs) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("name", output.name());
            fields.put("datatype", output.type().name());
            fields.put("shape", output.shape());
            if (isBinary(request, output.name())) {
                byte[] part = output.values().binary(output.type());
                fields.put("parameters", Map.of("binary_data_size", part.length));
                binary.writeBytes(part);
            } else {
                fields.put("data", output.values().json(output.type()));
            }
            described.add(fields);
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("model_name", model);
        answer.put("model_version", version);
        request.id().ifPresent(id -> answer.put("id", id));
        answer.put("outputs", described);
        byte[] head = Json.write(answer).getBytes(StandardCharsets.UTF_8);
        if (binary.size() == 0) {
            return new Written(head, Optional.empty());
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream(head.length + binary.size());
        whole.writeBytes(head);
        whole.writeBytes(binary.toByteArray());
        return new Written(whole.toByteArray(), Optional.of(head.length));
    }

    private static boolean isBinary(InferRequest request, String output) {
        return request.outputs().stream()
                .filter(wanted -> wanted.name().equals(output))
                .findFirst()
                .flatMap(WantedOutput::binary)
                .orElse(request.binary());
    }

    static ProblemException malformed(String message) {
        return new ProblemException(ErrorCode.MALFORMED_REQUEST, message);
    }
}
