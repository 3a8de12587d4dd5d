package dev.modelyard.trainer.algorithm;

import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.trainer.run.JobFailedException;
import java.util.List;

/** Checks on the labels of a training split. */
public final class Labels {
    private Labels() {}

    /**
     * Requires examples of at least two classes.
     *
     * @throws JobFailedException saying what there is instead
     */
    public static void requireTrainable(int[] ids, List<String> names) {
        if (ids.length == 0) {
            throw new JobFailedException(ErrorCode.UNTRAINABLE, "the training split has no examples");
        }
        int first = ids[0];
        for (int id : ids) {
            if (id != first) {
                return;
            }
        }
        throw new JobFailedException(
                ErrorCode.UNTRAINABLE,
                "all %d training examples are of one class, '%s'; there is nothing to tell apart"
                        .formatted(ids.length, names.get(first)));
    }
}
