package dev.modelyard.api.model;

import dev.modelyard.contracts.artifact.UntrainedModel;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.FieldError;
import dev.modelyard.servicekit.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What must be said of a model that is to be served before it is trained; every field at fault is named. */
final class UntrainedRules {
    private static final String FIELD = "untrained";
    private static final int DEFAULT_INPUT_SIZE = 64;
    private static final int MOST_LABELS = 10_000;
    private static final int MOST_COLUMNS = 1000;
    private static final int LONGEST_NAME = 200;
    /** The names travel in each message that says what shall be served, and brokers bound the size of one. */
    private static final int MOST_CHARACTERS = 100_000;

    private final UntrainedSettings settings;
    private final List<FieldError> errors = new ArrayList<>();

    private UntrainedRules(UntrainedSettings settings) {
        this.settings = settings;
    }

    /**
     * The model that these settings mean.
     *
     * @throws ProblemException 400 that names each field at fault
     */
    static UntrainedModel model(UntrainedSettings settings, Task task, String network) {
        UntrainedRules rules = new UntrainedRules(settings);
        UntrainedModel.Data data = rules.data(task);
        if (!rules.errors.isEmpty()) {
            throw new ProblemException(Failure.ofFields(rules.errors));
        }
        return new UntrainedModel(network, settings.seed().orElse(TrainingSettings.DEFAULT_SEED), data);
    }

    private UntrainedModel.Data data(Task task) {
        UntrainedModel.Data data =
                switch (task) {
                    case IMAGE_CLASSIFICATION -> {
                        absent("columns", settings.columns(), "is for tabular tasks only");
                        yield new UntrainedModel.Pictures(inputSize(), labels());
                    }
                    case TABULAR_CLASSIFICATION -> {
                        absent("input_size", settings.inputSize(), "is for image tasks only");
                        yield new UntrainedModel.LabelledRows(columns(), labels());
                    }
                    case TABULAR_REGRESSION -> {
                        absent("input_size", settings.inputSize(), "is for image tasks only");
                        absent("labels", settings.labels(), "is for classification only");
                        yield new UntrainedModel.ValuedRows(columns());
                    }
                    case TEXT_CLASSIFICATION,
                            TEXT_SIMILARITY,
                            TEXT_INFERENCE,
                            OBJECT_DETECTION,
                            SEMANTIC_SEGMENTATION,
                            INSTANCE_SEGMENTATION,
                            TEXT_GENERATION ->
                        throw ProblemException.invalidField(
                                FIELD,
                                "is not for %s: what such a model knows before its weights comes from data, too"
                                        .formatted(task.wireName()));
                };
        long characters = Stream.of(settings.labels(), settings.columns())
                .flatMap(Optional::stream)
                .flatMap(List::stream)
                .mapToLong(name -> name == null ? 0 : name.length())
                .sum();
        if (characters > MOST_CHARACTERS) {
            errors.add(new FieldError(FIELD, "must name at most " + MOST_CHARACTERS + " characters together"));
        }
        return data;
    }

    private int inputSize() {
        int size = settings.inputSize().orElse(DEFAULT_INPUT_SIZE);
        if (size < TrainingRules.LEAST_INPUT_SIZE || size > TrainingRules.MOST_INPUT_SIZE) {
            add(
                    "input_size",
                    "must be between %d and %d"
                            .formatted(TrainingRules.LEAST_INPUT_SIZE, TrainingRules.MOST_INPUT_SIZE));
        }
        return size;
    }

    private List<String> labels() {
        return names("labels", settings.labels(), 2, MOST_LABELS);
    }

    private List<String> columns() {
        return names("columns", settings.columns(), 1, MOST_COLUMNS);
    }

    private List<String> names(String field, Optional<List<String>> given, int least, int most) {
        if (given.isEmpty()) {
            add(field, "must be set");
            return List.of();
        }
        List<String> names = given.get();
        if (names.size() < least || names.size() > most) {
            add(field, "must be %d to %d".formatted(least, most));
        } else if (!names.stream().allMatch(UntrainedRules::isName)) {
            add(field, "must have 1 to %d characters each, and no control characters".formatted(LONGEST_NAME));
        } else if (new HashSet<>(names).size() < names.size()) {
            add(field, "must not have a name twice");
        } else {
            return names;
        }
        return List.of();
    }

    /** JSON's null is no name either. */
    @SuppressWarnings("ConstantValue")
    private static boolean isName(String name) {
        return name != null
                && !name.isBlank()
                && name.length() <= LONGEST_NAME
                && name.chars().noneMatch(Character::isISOControl);
    }

    private void absent(String field, Optional<?> value, String message) {
        if (value.isPresent()) {
            add(field, message);
        }
    }

    private void add(String field, String message) {
        errors.add(new FieldError(FIELD + "." + field, message));
    }
}
