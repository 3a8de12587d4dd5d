package dev.modelyard.trainer.algorithm.text;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.job.FewShot;
import dev.modelyard.contracts.job.TrainingParameters;
import dev.modelyard.modellibrary.sample.Sample;
import dev.modelyard.trainer.algorithm.PlannedTraining;
import dev.modelyard.trainer.run.JobFailedException;
import dev.modelyard.trainer.run.RunContext;
import dev.modelyard.trainer.training.TrainingOutcome;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Self-training (Yarowsky 1995): a teacher learns from the labelled examples and labels the unlabelled ones; a student learns, by the same
 * recipe, from the labelled examples and from those that the teacher is sure of.
 *
 * @param labels of the dataset; none where it has grades
 * @param sure how probable the teacher must find a label
 */
record SelfTraining<S extends Sample>(
        List<String> labels,
        LabelledTexts<S> labelled,
        LabelledTexts<S> unlabelled,
        double sure,
        Planner<S> planner,
        RunContext context) {
    /** Labels that the log names. */
    private static final int NAMED = 50;

    /** Plans one training. */
    @FunctionalInterface
    interface Planner<S extends Sample> {
        /** @param asked what is to be labelled in the end */
        PlannedTraining plan(LabelledTexts<S> train, LabelledTexts<S> asked) throws IOException;
    }

    /**
     * The teacher, followed by the student, if a caller wants them; else just the training.
     *
     * @throws JobFailedException if there is nothing to label, or there are no labels
     */
    PlannedTraining plan(TrainingParameters parameters) throws IOException {
        if (!parameters.fewShot().flatMap(FewShot::selfTraining).orElse(false)) {
            return planner.plan(labelled, LabelledTexts.none());
        }
        if (labels.isEmpty()) {
            throw new JobFailedException(
                    ErrorCode.UNTRAINABLE, "self_training is for labels, and this dataset has grades");
        }
        if (unlabelled.size() == 0) {
            throw new JobFailedException(
                    ErrorCode.UNTRAINABLE, "self_training needs unlabelled examples, and this dataset has none");
        }
        return planner.plan(labelled, unlabelled).followedBy(this::student);
    }

    private Optional<PlannedTraining> student(TrainingOutcome teacher) throws IOException {
        PseudoLabels chosen =
                PseudoLabels.of(teacher.guesses(), labelled.truths().labels(), labels.size(), sure);
        context.log("self-training: %d of %d unlabelled examples are taken%s"
                .formatted(chosen.size(), unlabelled.size(), byClass(chosen.counts(labels.size()))));
        if (chosen.size() == 0) {
            return Optional.empty();
        }
        LabelledTexts<S> taken = unlabelled.select(chosen.indexes()).labelled(chosen.labels());
        PlannedTraining student = planner.plan(labelled.and(taken), LabelledTexts.none());
        return Optional.of(student.by(student.plan().on(chosen.digest())));
    }

    private String byClass(int[] counts) {
        String named = IntStream.range(0, counts.length)
                .filter(label -> counts[label] > 0)
                .limit(NAMED)
                .mapToObj(label -> labels.get(label) + " " + counts[label])
                .collect(Collectors.joining(", "));
        return named.isEmpty() ? "" : ": " + named;
    }
}
