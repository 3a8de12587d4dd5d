package dev.modelyard.api.job;

import dev.modelyard.contracts.artifact.ArtifactReference;
import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.job.CheckpointReference;
import dev.modelyard.contracts.job.JobEvent.RunKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;

/** The table {@code checkpoint}. */
@ApplicationScoped
class CheckpointStore {
    private final StatelessSession session;

    CheckpointStore(StatelessSession session) {
        this.session = session;
    }

    /** Whether it was not known yet. */
    boolean add(RunKey run, CheckpointReference checkpoint, Instant at) {
        return session.createNativeMutationQuery("""
                        insert into checkpoint (job, run, epoch, step, prefix, digest, at)
                        values (:job, :run, :epoch, :step, :prefix, :digest, :at) on conflict do nothing""")
                        .setParameter("job", run.job().value())
                        .setParameter("run", run.run().value())
                        .setParameter("epoch", checkpoint.epoch())
                        .setParameter("step", checkpoint.step())
                        .setParameter("prefix", checkpoint.artifact().prefix())
                        .setParameter("digest", checkpoint.artifact().digest())
                        .setParameter("at", at)
                        .executeUpdate()
                == 1;
    }

    /** The checkpoints of a job, the furthest first. */
    List<Checkpoint> of(JobId job) {
        return session
                .createSelectionQuery(
                        "from CheckpointEntity where id.job = :job order by id.step desc, at desc",
                        CheckpointEntity.class)
                .setParameter("job", job.value())
                .getResultList()
                .stream()
                .map(CheckpointStore::toCheckpoint)
                .toList();
    }

    /** The checkpoint that is furthest, if there is one. */
    Optional<CheckpointReference> furthest(JobId job) {
        return session
                .createSelectionQuery(
                        "from CheckpointEntity where id.job = :job order by id.step desc, at desc",
                        CheckpointEntity.class)
                .setParameter("job", job.value())
                .setMaxResults(1)
                .getResultList()
                .stream()
                .map(CheckpointStore::toCheckpoint)
                .map(Checkpoint::reference)
                .findFirst();
    }

    /** Forgets all checkpoints of a job but the furthest few; answers where in the store the forgotten lie. */
    List<String> forgetAllBut(JobId job, int kept) {
        return session.createNativeQuery("""
                        delete from checkpoint where job = :job and (run, epoch, step) in (
                            select run, epoch, step from checkpoint where job = :job
                            order by step desc, at desc offset :kept)
                        returning prefix""", String.class)
                .setParameter("job", job.value())
                .setParameter("kept", kept)
                .getResultList();
    }

    /** Forgets the checkpoints of a job that are further than that step; answers where in the store they lie. */
    List<String> forgetBeyond(JobId job, long step) {
        return session.createNativeQuery(
                        "delete from checkpoint where job = :job and step > :step returning prefix", String.class)
                .setParameter("job", job.value())
                .setParameter("step", step)
                .getResultList();
    }

    private static Checkpoint toCheckpoint(CheckpointEntity row) {
        return new Checkpoint(
                new CheckpointReference(row.id.epoch(), row.id.step(), new ArtifactReference(row.prefix, row.digest)),
                row.at);
    }
}
