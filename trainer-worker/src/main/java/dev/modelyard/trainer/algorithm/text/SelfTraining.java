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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Self-training: a teacher is trained on the labelled examples and labels the unlabelled ones; a student is trained by the same recipe on
 * those and on what the teacher is sure of.
 */
final class SelfTraining<S extends Sample> {
    private final List<String> labels;
    private final LabelledTexts<S> labelled;
    private final LabelledTexts<S> unlabelled;
    private final Planner<S> planner;
    private final RunContext context;

    /** Plans a training of the network that is to be trained. */
    @FunctionalInterface
    interface Planner<S extends Sample> {
        /** @param asked examples that the trained network is asked about; their labels mean nothing */
        PlannedTraining plan(LabelledTexts<S> train, LabelledTexts<S> asked) throws IOException;
    }

    private SelfTraining(
            List<String> labels,
            LabelledTexts<S> labelled,
            LabelledTexts<S> unlabelled,
            Planner<S> planner,
            RunContext context) {
        this.labels = labels;
        this.labelled = labelled;
        this.unlabelled = unlabelled;
        this.planner = planner;
        this.context = context;
    }

    /** Whether a caller wants it. */
    static boolean isWanted(TrainingParameters parameters) {
        return parameters.fewShot().flatMap(FewShot::selfTraining).orElse(false);
    }

    PlannedTraining teacher() throws IOException {
        return planner.plan(labelled, unlabelled).followedBy(this::student);
    }

    static <S extends Sample> PlannedTraining plan(
            List<String> labels,
            LabelledTexts<S> labelled,
            LabelledTexts<S> unlabelled,
            Planner<S> planner,
            RunContext context)
            throws IOException {
        if (labels.isEmpty()) {
            throw new JobFailedException(
                    ErrorCode.UNTRAINABLE, "self_training is for labels, and this dataset has grades");
        }
        if (unlabelled.size() == 0) {
            throw new JobFailedException(
                    ErrorCode.UNTRAINABLE, "self_training needs unlabelled examples, and this dataset has none");
        }
        return new SelfTraining<>(labels, labelled, unlabelled, planner, context).teacher();
    }

    private Optional<PlannedTraining> student(TrainingOutcome teacher) throws IOException {
        PseudoLabels chosen =
                PseudoLabels.of(teacher.guesses(), labelled.truths().labels(), labels.size());
        int[] counts = new int[labels.size()];
        for (int label : chosen.labels()) {
            counts[label]++;
        }
        context.log("self-training: takes %d of %d unlabelled examples: %s"
                .formatted(
                        chosen.indexes().length,
                        unlabelled.size(),
                        IntStream.range(0, counts.length)
                                .mapToObj(i -> labels.get(i) + " " + counts[i])
                                .toList()));
        if (chosen.indexes().length == 0) {
            return Optional.empty();
        }
        PlannedTraining student = planner.plan(
                labelled.and(unlabelled.select(chosen.indexes()).labelled(chosen.labels())), LabelledTexts.none());
        return Optional.of(student.by(
                student.plan().on(" " + Arrays.hashCode(chosen.indexes()) + Arrays.hashCode(chosen.labels()))));
    }
}
