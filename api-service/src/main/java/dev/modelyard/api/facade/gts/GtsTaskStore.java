package dev.modelyard.api.facade.gts;

import dev.modelyard.contracts.id.ModelId;
import dev.modelyard.contracts.id.OwnerId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;

/**
 * The table {@code gts_task}. Every method runs in its caller's transaction; whoever changes a task or anything of it takes the task's row
 * first, before any job, model or dataset.
 */
@ApplicationScoped
class GtsTaskStore {
    private final StatelessSession session;

    GtsTaskStore(StatelessSession session) {
        this.session = session;
    }

    /** Adds a task; false if its owner has one of that name. */
    boolean add(GtsTask task) {
        return session.createNativeMutationQuery("""
                                insert into gts_task (id, owner, name, type, engine, created_at)
                                values (:id, :owner, :name, :type, :engine, :at) on conflict do nothing""")
                        .setParameter("id", task.id())
                        .setParameter("owner", task.owner().value())
                        .setParameter("name", task.name())
                        .setParameter("type", task.type().wireName())
                        .setParameter("engine", task.engine())
                        .setParameter("at", task.createdAt())
                        .executeUpdate()
                == 1;
    }

    Optional<GtsTask> find(OwnerId owner, String name) {
        return one(session.createSelectionQuery(
                        "from GtsTaskEntity where owner = :owner and name = :name and not deleted", GtsTaskEntity.class)
                .setParameter("owner", owner.value())
                .setParameter("name", name)
                .getResultList());
    }

    /** A task, deleted or not. */
    Optional<GtsTask> find(String id) {
        return Optional.ofNullable(session.get(GtsTaskEntity.class, id)).map(GtsTaskEntity::toTask);
    }

    /** Reads a task, deleted or not, and keeps everybody else from it until the transaction ends. */
    Optional<GtsTask> lock(String id) {
        return one(session.createNativeQuery("select * from gts_task where id = :id for update", GtsTaskEntity.class)
                .setParameter("id", id)
                .getResultList());
    }

    /** As {@link #lock}, but empty if somebody else has it. */
    Optional<GtsTask> lockIfFree(String id) {
        return one(session.createNativeQuery(
                        "select * from gts_task where id = :id for update skip locked", GtsTaskEntity.class)
                .setParameter("id", id)
                .getResultList());
    }

    /** The names of an owner's tasks, the oldest first. */
    List<String> names(OwnerId owner) {
        return session.createSelectionQuery(
                        "select name from GtsTaskEntity where owner = :owner and not deleted order by createdAt, id",
                        String.class)
                .setParameter("owner", owner.value())
                .getResultList();
    }

    void setModel(String id, ModelId model) {
        session.createMutationQuery("update GtsTaskEntity set model = :model where id = :id")
                .setParameter("model", model.value())
                .setParameter("id", id)
                .executeUpdate();
    }

    /** Its name is free from now on. */
    void markDeleted(String id) {
        session.createMutationQuery("update GtsTaskEntity set deleted = true where id = :id")
                .setParameter("id", id)
                .executeUpdate();
    }

    /** Of tasks that are deleted and of which something is left. */
    List<String> deleted() {
        return session.createSelectionQuery("select id from GtsTaskEntity where deleted order by id", String.class)
                .getResultList();
    }

    void remove(String id) {
        session.createMutationQuery("delete from GtsTaskEntity where id = :id")
                .setParameter("id", id)
                .executeUpdate();
    }

    private static Optional<GtsTask> one(List<GtsTaskEntity> rows) {
        return rows.stream().map(GtsTaskEntity::toTask).findFirst();
    }
}
