package dev.modelyard.api.facade.gts;

import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.JobId;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One training of a task: an import of the files that it was started with, and then the training proper.
 *
 * @param dataset made for it alone
 * @param importJob absent while it is prepared
 * @param trainJob absent until the import has succeeded
 * @param detail what its owner may want to know of it: why it failed, or what was left out
 * @param replaced whether a newer one has been accepted since
 */
record GtsTraining(
        long id,
        String task,
        TrainingPhase phase,
        DatasetId dataset,
        Optional<JobId> importJob,
        Optional<JobId> trainJob,
        TrainingOrder order,
        Optional<String> detail,
        boolean replaced,
        Instant createdAt) {

    /**
     * What its owner asked for, the data apart; absent is the recipe of the network.
     *
     * @param devices GPUs asked for
     * @param selfTraining whether unlabelled data is learnt from too
     */
    record TrainingOrder(
            long seed,
            Optional<Integer> minEpochs,
            Optional<Integer> maxEpochs,
            Optional<Integer> maxTokens,
            int devices,
            boolean selfTraining) {}

    /** The job that it waits for, or waited for last. */
    Optional<JobId> currentJob() {
        return trainJob.or(() -> importJob);
    }

    Stream<JobId> jobs() {
        return Stream.concat(importJob.stream(), trainJob.stream());
    }
}
