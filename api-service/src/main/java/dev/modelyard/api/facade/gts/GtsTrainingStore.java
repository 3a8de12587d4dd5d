package dev.modelyard.api.facade.gts;

import dev.modelyard.contracts.id.DatasetId;
import dev.modelyard.contracts.id.JobId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;

/** The table {@code gts_training}. Every method runs in its caller's transaction, and those that change something under the task's lock. */
@ApplicationScoped
class GtsTrainingStore {
    private final StatelessSession session;

    GtsTrainingStore(StatelessSession session) {
        this.session = session;
    }

    /** Begins to prepare one; answers its id. */
    long prepare(String task, DatasetId dataset, GtsTraining.TrainingOrder order) {
        GtsTrainingEntity row = new GtsTrainingEntity();
        row.task = task;
        row.phase = TrainingPhase.PREPARING.wireName();
        row.dataset = dataset.value();
        row.seed = order.seed();
        row.minEpochs = order.minEpochs().orElse(null);
        row.maxEpochs = order.maxEpochs().orElse(null);
        row.maxTokens = order.maxTokens().orElse(null);
        row.devices = order.devices();
        row.selfTraining = order.selfTraining();
        row.createdAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
        session.insert(row);
        return row.id;
    }

    Optional<GtsTraining> find(long id) {
        return Optional.ofNullable(session.get(GtsTrainingEntity.class, id)).map(GtsTrainingEntity::toTraining);
    }

    /** The one that a task's status speaks of: the newest that was accepted. */
    Optional<GtsTraining> current(String task) {
        return of(task).stream()
                .filter(training -> training.phase() != TrainingPhase.PREPARING)
                .findFirst();
    }

    /** All of a task, the newest first. */
    List<GtsTraining> of(String task) {
        return session.createSelectionQuery(
                        "from GtsTrainingEntity where task = :task order by id desc", GtsTrainingEntity.class)
                .setParameter("task", task)
                .getResultStream()
                .map(GtsTrainingEntity::toTraining)
                .toList();
    }

    void importing(long id, JobId job, Optional<String> detail) {
        session.createMutationQuery(
                        "update GtsTrainingEntity set phase = 'importing', importJob = :job, detail = :detail where id = :id")
                .setParameter("job", job.value())
                .setParameter("detail", detail.orElse(null), String.class)
                .setParameter("id", id)
                .executeUpdate();
    }

    void training(long id, JobId job) {
        session.createMutationQuery("update GtsTrainingEntity set phase = 'training', trainJob = :job where id = :id")
                .setParameter("job", job.value())
                .setParameter("id", id)
                .executeUpdate();
    }

    /** What was said of it before stays if there is nothing new to say. */
    void end(long id, TrainingPhase phase, Optional<String> detail) {
        session.createMutationQuery(
                        "update GtsTrainingEntity set phase = :phase, detail = coalesce(:detail, detail) where id = :id")
                .setParameter("phase", phase.wireName())
                .setParameter("detail", detail.orElse(null), String.class)
                .setParameter("id", id)
                .executeUpdate();
    }

    void remove(long id) {
        session.createMutationQuery("delete from GtsTrainingEntity where id = :id")
                .setParameter("id", id)
                .executeUpdate();
    }

    /** The tasks of trainings that wait for a job. */
    List<String> underWay() {
        return session.createSelectionQuery(
                        "select distinct task from GtsTrainingEntity where phase in ('importing', 'training')",
                        String.class)
                .getResultList();
    }

    /** A newer one has taken the place of all that were accepted before it. */
    void replaceOlder(String task, long id) {
        session.createMutationQuery(
                        "update GtsTrainingEntity set replaced = true where task = :task and id < :id and phase <> 'preparing'")
                .setParameter("task", task)
                .setParameter("id", id)
                .executeUpdate();
    }

    /** The tasks that have something left of trainings that others have replaced, or that were being prepared at that time already. */
    List<String> untidy(Instant preparedBefore) {
        return session.createSelectionQuery(
                        "select distinct task from GtsTrainingEntity where replaced or (phase = 'preparing' and createdAt < :before)",
                        String.class)
                .setParameter("before", preparedBefore)
                .getResultList();
    }
}
