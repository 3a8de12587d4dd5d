package dev.modelyard.trainer.algorithm;

import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.trainer.dataset.DatasetVersion;
import dev.modelyard.trainer.run.RunContext;
import java.io.IOException;
import java.util.Set;

/** How a kind of task is learnt. Algorithms are beans; {@link TrainHandler} asks the one whose task it is. */
public interface Algorithm {
    /** The tasks it learns; no two algorithms share one. */
    Set<Task> tasks();

    /**
     * Reads the dataset and plans the training. Networks come from the catalogue by the name in the job; the handler has checked
     * that the catalogue knows it for this task.
     *
     * @throws dev.modelyard.trainer.run.JobFailedException if the data does not train, with the reason in a sentence
     * @throws IOException if the dataset cannot be read
     */
    PlannedTraining plan(JobSpec.Train job, DatasetVersion dataset, RunContext context) throws IOException;
}
