package dev.modelyard.api.job;

import dev.modelyard.api.artifact.DeletionService;
import dev.modelyard.contracts.error.ErrorCode;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.job.CheckpointReference;
import dev.modelyard.contracts.job.JobEvent.RunKey;
import dev.modelyard.contracts.job.JobSpec;
import dev.modelyard.servicekit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which checkpoints of a job are kept, and that the others leave the store. In its callers' transactions. */
@ApplicationScoped
class CheckpointService {
    private static final int USUALLY_KEPT = 3;

    private final CheckpointStore store;
    private final JobTransitions transitions;
    private final DeletionService deletions;

    CheckpointService(CheckpointStore store, JobTransitions transitions, DeletionService deletions) {
        this.store = store;
        this.transitions = transitions;
        this.deletions = deletions;
    }

    /** The bound run of the job has a new one; the furthest are kept, as many as the job asked for. */
    void made(Job job, RunKey run, CheckpointReference checkpoint, Instant at) {
        if (store.add(run, checkpoint, at)) {
            transitions.kept(run, checkpoint, at);
            store.forgetAllBut(job.id(), kept(job)).forEach(deletions::delete);
        }
    }

    /** Those that are kept, the furthest first. */
    List<Checkpoint> of(JobId job) {
        return store.of(job);
    }

    /** The one that the next run of a job goes on from; none: it begins at the beginning. */
    Optional<CheckpointReference> furthest(JobId job) {
        return store.furthest(job);
    }

    /**
     * Makes the furthest checkpoint of that epoch the furthest of all; those beyond are forgotten.
     *
     * @throws ProblemException 409 if none of that epoch is kept
     */
    void rewind(JobId job, int epoch) {
        List<Checkpoint> kept = store.of(job);
        CheckpointReference wanted = kept.stream()
                .map(Checkpoint::reference)
                .filter(checkpoint -> checkpoint.epoch() == epoch)
                .findFirst()
                .orElseThrow(() -> new ProblemException(ErrorCode.CONFLICT, notKept(epoch, kept)));
        store.forgetBeyond(job, wanted.step()).forEach(deletions::delete);
    }

    /** The job has its result: nothing will go on from any. */
    void forgetAll(JobId job) {
        store.forgetAllBut(job, 0).forEach(deletions::delete);
    }

    private static String notKept(int epoch, List<Checkpoint> kept) {
        if (kept.isEmpty()) {
            return "No checkpoint of this job is kept; without an epoch it begins anew.";
        }
        String epochs = kept.stream()
                .map(checkpoint -> checkpoint.reference().epoch())
                .distinct()
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        return "No checkpoint of epoch %d is kept; there are those of %s.".formatted(epoch, epochs);
    }

    private static int kept(Job job) {
        return job.spec() instanceof JobSpec.Train train
                ? train.parameters().keepCheckpoints().orElse(USUALLY_KEPT)
                : USUALLY_KEPT;
    }
}
