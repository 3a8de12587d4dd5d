package dev.modelyard.api.model;

import dev.modelyard.contracts.job.FewShot;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.servicekit.problem.Failure;
import dev.modelyard.servicekit.problem.FieldError;
import dev.modelyard.servicekit.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;

/** The ranges of training parameters; every one at fault is named. */
final class TrainingRules {
    static final int LEAST_INPUT_SIZE = 28;
    static final int MOST_INPUT_SIZE = 1024;
    private static final int MOST_EPOCHS = 10_000;

    private final List<FieldError> errors = new ArrayList<>();

    private TrainingRules() {}

    /** @throws ProblemException 400 that names each parameter at fault */
    static void check(TrainingSettings settings, Task task) {
        TrainingRules rules = new TrainingRules();
        rules.counts(settings);
        rules.rates(settings);
        rules.combinations(settings, task);
        if (!rules.errors.isEmpty()) {
            throw new ProblemException(Failure.ofFields(rules.errors));
        }
    }

    private void counts(TrainingSettings settings) {
        between("min_epochs", settings.minEpochs(), 1, MOST_EPOCHS);
        between("max_epochs", settings.maxEpochs(), 1, MOST_EPOCHS);
        between("batch_size", settings.batchSize(), 1, 4096);
        between("accumulation", settings.accumulation(), 1, 64);
        between("patience", settings.patience(), 0, 1000);
        between("input_size", settings.inputSize(), LEAST_INPUT_SIZE, MOST_INPUT_SIZE);
        between("keep_checkpoints", settings.keepCheckpoints(), 1, 100);
        between("max_tokens", settings.maxTokens(), 8, 8192);
        between("freeze_layers", settings.freezeLayers(), 0, 1000);
    }

    private void rates(TrainingSettings settings) {
        that("learning_rate", settings.learningRate(), rate -> rate > 0 && rate <= 100, "must be over 0 and up to 100");
        that("warmup", settings.warmup(), share -> share >= 0 && share <= 0.5, "must be between 0 and 0.5");
        that("weight_decay", settings.weightDecay(), decay -> decay >= 0 && decay <= 1, "must be between 0 and 1");
        that(
                "label_smoothing",
                settings.labelSmoothing(),
                share -> share >= 0 && share < 1,
                "must be at least 0 and below 1");
        that("gradient_clip", settings.gradientClip(), norm -> norm > 0 && norm <= Float.MAX_VALUE, "must be over 0");
    }

    private void combinations(TrainingSettings settings, Task task) {
        int most = settings.maxEpochs().orElse(MOST_EPOCHS);
        if (settings.minEpochs().filter(least -> least > most && most >= 1).isPresent()) {
            add("min_epochs", "must not be over max_epochs");
        }
        boolean pictures = task == Task.IMAGE_CLASSIFICATION;
        if (settings.inputSize().isPresent() && !pictures) {
            add("input_size", "is for image tasks only");
        }
        boolean texts = task == Task.TEXT_CLASSIFICATION || task == Task.TEXT_SIMILARITY || task == Task.TEXT_INFERENCE;
        if (settings.maxTokens().isPresent() && !texts) {
            add("max_tokens", "is for tasks on texts only");
        }
        if (settings.freezeLayers().isPresent() && !texts) {
            add("freeze_layers", "is for tasks on texts only");
        }
        settings.fewShot().ifPresent(fewShot -> fewShot(fewShot, texts));
        if (settings.augmentation().filter(Boolean::booleanValue).isPresent() && !pictures) {
            add("augmentation", "is for image tasks only");
        }
    }

    private void fewShot(FewShot settings, boolean texts) {
        if (!texts) {
            add("few_shot", "is for tasks on texts only");
        }
        if (settings.neighbours().orElse(false) && settings.labelMatching().orElse(false)) {
            add("few_shot.neighbours", "votes for labels that are known, and label_matching is for any");
        }
        that("few_shot.r_drop", settings.rDrop(), weight -> weight >= 0 && weight <= 100, "must be between 0 and 100");
        that(
                "few_shot.text_augmentation",
                settings.textAugmentation(),
                share -> share >= 0 && share <= 0.5,
                "must be between 0 and 0.5");
    }

    private void between(String name, Optional<Integer> value, int least, int most) {
        value.filter(number -> number < least || number > most)
                .ifPresent(_ -> add(name, "must be between " + least + " and " + most));
    }

    private void that(String name, Optional<Double> value, DoublePredicate holds, String message) {
        value.filter(number -> !holds.test(number)).ifPresent(_ -> add(name, message));
    }

    private void add(String name, String message) {
        errors.add(new FieldError("parameters." + name, message));
    }
}
