package dev.modelyard.api.training;

import dev.modelyard.api.dataset.DatasetService;
import dev.modelyard.api.dataset.DatasetVersion;
import dev.modelyard.api.network.NetworkOptions;
import dev.modelyard.api.network.NetworkService;
import dev.modelyard.api.worker.Worker;
import dev.modelyard.api.worker.WorkerService;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.contracts.job.Lane;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Refuses trainings that no worker has the memory for, before they wait for one. Only what cannot work by any division of its batches
 * is refused; the worker looks again with the data at hand.
 */
@ApplicationScoped
class MemoryService {
    private static final long MIB = 1L << 20;

    private final NetworkService networks;
    private final DatasetService datasets;
    private final WorkerService workers;

    MemoryService(NetworkService networks, DatasetService datasets, WorkerService workers) {
        this.networks = networks;
        this.datasets = datasets;
        this.workers = workers;
    }

    /** @throws ProblemException 507 {@code out_of_memory} if there are workers for it and it fits none of them */
    void requireSomewhere(JobSpec.Train training, int devices) {
        OptionalLong most = largest(training.lane(devices));
        if (most.isEmpty()) {
            return;
        }
        long needed = networks.leastTrainingMemory(training.network(), options(training));
        if (needed > most.getAsLong()) {
            throw new ProblemException(
                    ErrorCode.OUT_OF_MEMORY,
                    "Training %s takes about %d MiB even with one example at a time, and the largest worker may use %d MiB."
                            .formatted(training.network(), needed / MIB, most.getAsLong() / MIB));
        }
    }

    private OptionalLong largest(Lane lane) {
        return workers.live().stream()
                .filter(worker -> worker.slots(lane) > 0)
                .map(Worker::heartbeat)
                .mapToLong(heartbeat -> heartbeat.memoryBytes())
                .max();
    }

    private NetworkOptions options(JobSpec.Train training) {
        DatasetVersion version =
                datasets.pinned(training.dataset().dataset(), training.dataset().version());
        int labels = version.summary().labels().size();
        int columns = version.summary().columns().size();
        Optional<Integer> side = training.parameters().inputSize();
        return new NetworkOptions(
                Optional.of(labels).filter(number -> number >= 2),
                side,
                side,
                Optional.empty(),
                Optional.of(columns).filter(number -> number > 0),
                Optional.empty());
    }
}
