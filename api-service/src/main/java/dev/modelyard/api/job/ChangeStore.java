package dev.modelyard.api.job;

import dev.modelyard.contracts.id.JobId;
import dev.modelyard.contracts.wire.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.StatelessSession;

/** The table {@code job_change}. */
@ApplicationScoped
class ChangeStore {
    private final StatelessSession session;

    ChangeStore(StatelessSession session) {
        this.session = session;
    }

    /** Keeps a change under the number that the job has just counted, in the transaction that holds the job's row. */
    void append(JobId job, long number, JobChange change) {
        session.createNativeMutationQuery(
                        "insert into job_change (job, number, type, data) values (:job, :number, :type, :data)")
                .setParameter("job", job.value())
                .setParameter("number", number)
                .setParameter("type", change.type())
                .setParameter("data", Json.write(change))
                .executeUpdate();
    }

    /** The changes after that number, oldest first. */
    List<RecordedChange> after(JobId job, long number, int limit) {
        return session
                .createSelectionQuery(
                        "from ChangeEntity where id.job = :job and id.number > :number order by id.number",
                        ChangeEntity.class)
                .setParameter("job", job.value())
                .setParameter("number", number)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(row -> new RecordedChange(row.id.number(), row.type, row.data))
                .toList();
    }
}
