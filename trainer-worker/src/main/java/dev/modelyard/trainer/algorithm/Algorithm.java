package dev.modelyard.trainer.algorithm;

import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.task.Task;
import dev.modelyard.networks.preset.NetworkRequest;
import dev.modelyard.trainer.dataset.DatasetVersion;
import dev.modelyard.trainer.run.RunContext;
import java.io.IOException;
import java.util.Set;

/** How a kind of task is learnt. Algorithms are beans; {@link TrainHandler} asks the one whose task it is. */
public interface Algorithm {
    /** The tasks it learns. */
    Set<Task> tasks();

    /** The kind of networks it learns them with; no two algorithms share a task and a kind of networks. */
    Class<? extends NetworkRequest> networks();

    /**
     * Reads the dataset and plans the training. The network in the job is of {@link #networks()}, and for this task.
     *
     * @throws dev.modelyard.trainer.run.JobFailedException if the data does not train, with the reason in a sentence
     * @throws IOException if the dataset cannot be read
     */
    PlannedTraining plan(JobSpec.Train job, DatasetVersion dataset, RunContext context) throws IOException;
}
