package dev.modelyard.api.training;

import dev.modelyard.api.job.Job;
import dev.modelyard.api.job.JobIntake;
import dev.modelyard.api.job.JobRequest;
import dev.modelyard.api.job.JobSubject;
import dev.modelyard.api.model.TrainedSubjects;
import dev.modelyard.api.model.TrainingRequest;
import dev.modelyard.api.model.TrainingService;
import dev.modelyard.api.worker.WorkerService;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.servicekit.identity.Caller;
import dev.modelyard.servicekit.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;

/** Accepts trainings. */
@ApplicationScoped
public class SubmissionService {
    private final TrainingService trainings;
    private final TrainedSubjects subjects;
    private final JobIntake jobs;
    private final WorkerService workers;
    private final MemoryService memory;
    private final TrainingConfig config;

    SubmissionService(
            TrainingService trainings,
            TrainedSubjects subjects,
            JobIntake jobs,
            WorkerService workers,
            MemoryService memory,
            TrainingConfig config) {
        this.trainings = trainings;
        this.subjects = subjects;
        this.jobs = jobs;
        this.workers = workers;
        this.memory = memory;
        this.config = config;
    }

    /**
     * Queues a training.
     *
     * @param devices GPUs asked for; where no worker ever had one it trains on processors, or is refused, by configuration
     * @throws ProblemException as {@link TrainingService#specify} says; 400 if GPUs are refused; 507 {@code out_of_memory} if it fits no worker
     */
    public Job submit(Caller caller, TrainingRequest training, int priority, int devices) {
        JobRequest request = QuarkusTransaction.joiningExisting().call(() -> {
            JobSpec.Train spec = trainings.specify(caller, training);
            int granted = granted(devices);
            memory.requireSomewhere(spec, granted);
            JobSubject subject = JobSubject.of(
                    spec.model(), spec.dataset().dataset(), spec.dataset().version());
            return new JobRequest(spec, subject, priority, granted);
        });
        return jobs.submit(subjects, caller.owner(), request);
    }

    private int granted(int devices) {
        if (devices == 0 || workers.anyEverHadDevices()) {
            return devices;
        }
        return switch (config.withoutGpu()) {
            case CPU -> 0;
            case REFUSE ->
                throw ProblemException.invalidField("devices", "must be 0: no worker of this installation has a GPU");
        };
    }
}
