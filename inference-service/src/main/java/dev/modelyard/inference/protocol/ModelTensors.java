package dev.modelyard.inference.protocol;

import static dev.modelyard.inference.protocol.InferBody.malformed;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.inference.batching.Outcome;
import dev.modelyard.inference.batching.Signature;
import dev.modelyard.modellibrary.prediction.Classification;
import dev.modelyard.modellibrary.prediction.Regression;
import dev.modelyard.modellibrary.sample.Cell;
import dev.modelyard.modellibrary.sample.ImageSample;
import dev.modelyard.modellibrary.sample.PairSample;
import dev.modelyard.modellibrary.sample.RowSample;
import dev.modelyard.modellibrary.sample.Sample;
import dev.modelyard.modellibrary.sample.SampleForm;
import dev.modelyard.modellibrary.sample.TextSample;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The samples and predictions of a model as tensors. Texts are {@code text}, BYTES [-1]; pairs of them
 * {@code sentence1} and {@code sentence2}, likewise; pictures {@code image}, BYTES [-1], each a
 * whole file; rows of numbers alone {@code features}, FP32 [-1, columns]; other rows a tensor for each column, FP64 or BYTES [-1].
 * Classes are {@code label}, {@code label_id}, {@code probability} [-1] and {@code probabilities} [-1, labels]; numbers {@code value} [-1].
 */
record ModelTensors(Signature signature) {
    private static final String TEXT = "text";
    private static final String FIRST = "sentence1";
    private static final String SECOND = "sentence2";
    private static final String IMAGE = "image";
    private static final String FEATURES = "features";

    /** A tensor without its values; -1 is any size. */
    record Described(String name, DataType datatype, List<Long> shape) {
        Described {
            shape = List.copyOf(shape);
        }

        static Described of(String name, DataType type, long... more) {
            List<Long> shape = new ArrayList<>(List.of(-1L));
            for (long size : more) {
                shape.add(size);
            }
            return new Described(name, type, shape);
        }
    }

    List<Described> inputs() {
        return switch (signature.form()) {
            case SampleForm.Text _ -> List.of(Described.of(TEXT, DataType.BYTES));
            case SampleForm.Pair _ ->
                List.of(Described.of(FIRST, DataType.BYTES), Described.of(SECOND, DataType.BYTES));
            case SampleForm.Image _ -> List.of(Described.of(IMAGE, DataType.BYTES));
            case SampleForm.Row row
            when isNumeric(row) ->
                List.of(Described.of(FEATURES, DataType.FP32, row.columns().size()));
            case SampleForm.Row row ->
                row.columns().stream()
                        .map(column -> Described.of(column.name(), column.numeric() ? DataType.FP64 : DataType.BYTES))
                        .toList();
        };
    }

    List<Described> outputs() {
        return signature.labels().isEmpty()
                ? List.of(Described.of("value", DataType.FP32))
                : List.of(
                        Described.of("label", DataType.BYTES),
                        Described.of("label_id", DataType.INT64),
                        Described.of("probability", DataType.FP32),
                        Described.of(
                                "probabilities",
                                DataType.FP32,
                                signature.labels().size()));
    }

    private static boolean isNumeric(SampleForm.Row row) {
        return row.columns().stream().allMatch(SampleForm.Column::numeric);
    }

    /** The samples that the tensors of a request hold, one for each place in their batch. */
    List<Sample> samples(List<NamedTensor> inputs) {
        return switch (signature.form()) {
            case SampleForm.Text _ ->
                blobs(only(inputs, TEXT)).stream()
                        .<Sample>map(blob -> new TextSample(text(blob)))
                        .toList();
            case SampleForm.Pair _ -> pairs(inputs);
            case SampleForm.Image _ ->
                blobs(only(inputs, IMAGE)).stream()
                        .<Sample>map(ImageSample::new)
                        .toList();
            case SampleForm.Row row
            when isNumeric(row)
                    && inputs.size() == 1
                    && inputs.getFirst().name().equals(FEATURES) -> features(row, inputs.getFirst());
            case SampleForm.Row row -> columns(row, inputs);
        };
    }

    private static List<Sample> pairs(List<NamedTensor> inputs) {
        Map<String, NamedTensor> byName = inputs.stream().collect(Collectors.toMap(NamedTensor::name, input -> input));
        NamedTensor first = byName.get(FIRST);
        NamedTensor second = byName.get(SECOND);
        if (first == null || second == null || inputs.size() != 2) {
            throw malformed("the model has the two inputs '%s' and '%s'".formatted(FIRST, SECOND));
        }
        List<byte[]> firsts = blobs(first);
        List<byte[]> seconds = blobs(second);
        if (firsts.size() != seconds.size()) {
            throw malformed("input '%s' has %d samples, input '%s' has %d"
                    .formatted(FIRST, firsts.size(), SECOND, seconds.size()));
        }
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < firsts.size(); i++) {
            samples.add(new PairSample(text(firsts.get(i)), text(seconds.get(i))));
        }
        return samples;
    }

    private static String text(byte[] blob) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(blob))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProblemException(Failure.of(ErrorCode.MALFORMED_REQUEST, "a text is not UTF-8"), e);
        }
    }

    private static NamedTensor only(List<NamedTensor> inputs, String name) {
        NamedTensor input = inputs.getFirst();
        if (inputs.size() > 1 || !input.name().equals(name)) {
            throw malformed("the model has the one input '%s'".formatted(name));
        }
        return input;
    }

    private static List<byte[]> blobs(NamedTensor tensor) {
        requireColumn(tensor);
        if (!(tensor.values() instanceof Values.Blobs(List<byte[]> blobs))) {
            throw malformed("input '%s' must be of datatype BYTES, not %s".formatted(tensor.name(), tensor.type()));
        }
        return blobs;
    }

    private static double[] numbers(NamedTensor tensor) {
        if (!(tensor.values() instanceof Values.Numbers(double[] numbers))) {
            throw malformed("input '%s' must be of a numeric datatype, not %s".formatted(tensor.name(), tensor.type()));
        }
        return numbers;
    }

    /** Its shape is [n] or [n, 1]. */
    private static void requireColumn(NamedTensor tensor) {
        if (tensor.values().size() != tensor.shape().getFirst()) {
            throw malformed(
                    "input '%s' must have the shape [n] or [n, 1], not %s".formatted(tensor.name(), tensor.shape()));
        }
    }

    private static List<Sample> features(SampleForm.Row row, NamedTensor tensor) {
        int width = row.columns().size();
        if (tensor.shape().size() != 2 || tensor.shape().get(1) != width) {
            throw malformed(
                    "input '%s' must have the shape [n, %d], not %s".formatted(FEATURES, width, tensor.shape()));
        }
        double[] numbers = numbers(tensor);
        List<Sample> samples = new ArrayList<>();
        for (int sample = 0; sample < tensor.batch(); sample++) {
            List<Cell> cells = new ArrayList<>(width);
            for (int column = 0; column < width; column++) {
                cells.add(new Cell.Numeric(numbers[sample * width + column]));
            }
            samples.add(new RowSample.Positional(cells));
        }
        return samples;
    }

    private static List<Sample> columns(SampleForm.Row row, List<NamedTensor> inputs) {
        Map<String, NamedTensor> byName = inputs.stream().collect(Collectors.toMap(NamedTensor::name, input -> input));
        Set<String> known = row.columns().stream().map(SampleForm.Column::name).collect(Collectors.toUnmodifiableSet());
        for (NamedTensor input : inputs) {
            if (!known.contains(input.name())) {
                throw malformed("the model has no input '%s'".formatted(input.name()));
            }
        }
        int batch = inputs.getFirst().batch();
        List<Map<String, Cell>> rows = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            rows.add(new LinkedHashMap<>());
        }
        for (SampleForm.Column column : row.columns()) {
            NamedTensor input = byName.get(column.name());
            if (input == null) {
                throw malformed("input '%s' is missing".formatted(column.name()));
            }
            requireColumn(input);
            if (input.batch() != batch) {
                throw malformed("input '%s' has %d samples, input '%s' has %d"
                        .formatted(
                                input.name(), input.batch(), inputs.getFirst().name(), batch));
            }
            for (int i = 0; i < batch; i++) {
                rows.get(i).put(column.name(), cell(input.values(), i));
            }
        }
        return rows.stream().<Sample>map(RowSample.Named::new).toList();
    }

    private static Cell cell(Values values, int i) {
        return switch (values) {
            case Values.Numbers(double[] numbers) -> new Cell.Numeric(numbers[i]);
            case Values.Blobs(List<byte[]> blobs) -> new Cell.Text(text(blobs.get(i)));
        };
    }

    /** Predictions as tensors, all that there are. A sample that was rejected rejects the request. */
    List<NamedTensor> answers(List<Outcome> outcomes) {
        List<Object> predictions = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            switch (outcomes.get(i)) {
                case Outcome.Predicted predicted -> predictions.add(predicted.prediction());
                case Outcome.Rejected rejected ->
                    throw new ProblemException(rejected.code(), "sample %d: %s".formatted(i, rejected.message()));
            }
        }
        long batch = predictions.size();
        if (signature.labels().isEmpty()) {
            double[] values = predictions.stream()
                    .mapToDouble(prediction -> ((Regression) prediction).value())
                    .toArray();
            return List.of(new NamedTensor("value", DataType.FP32, List.of(batch), new Values.Numbers(values)));
        }
        return classes(predictions.stream().map(Classification.class::cast).toList());
    }

    private List<NamedTensor> classes(List<Classification> classes) {
        long batch = classes.size();
        int labels = signature.labels().size();
        double[] all = new double[classes.size() * labels];
        for (int i = 0; i < classes.size(); i++) {
            for (Classification.Candidate candidate : classes.get(i).candidates()) {
                all[i * labels + candidate.id()] = candidate.probability();
            }
        }
        return List.of(
                new NamedTensor(
                        "label",
                        DataType.BYTES,
                        List.of(batch),
                        Values.Blobs.of(
                                classes.stream().map(Classification::label).toList())),
                new NamedTensor(
                        "label_id",
                        DataType.INT64,
                        List.of(batch),
                        new Values.Numbers(
                                classes.stream().mapToDouble(Classification::id).toArray())),
                new NamedTensor(
                        "probability",
                        DataType.FP32,
                        List.of(batch),
                        new Values.Numbers(classes.stream()
                                .mapToDouble(Classification::probability)
                                .toArray())),
                new NamedTensor(
                        "probabilities", DataType.FP32, List.of(batch, (long) labels), new Values.Numbers(all)));
    }
}
